import { describe, expect, it } from 'vitest';
import { placeAt, raceRunner, raceSpeed, speedWords } from '../../../../src/renderer/views/present/race';
import { step } from '../../../recording-from-text';
import { bandOf } from '../timeline/bands';

const runner = raceRunner(
  bandOf(`
    phases              |w.........e|
    host/worker 1 tasks |AAABBBCCC..|
    host/worker 2 tasks |.DDDDEEEE..|
  `),
);

describe('a race', () => {
  it('counts the tasks that had ended, and knows the end only when it is reached', () => {
    expect(placeAt(runner, 0)).toEqual({ done: 0, total: 5, finishedAt: null });
    expect(placeAt(runner, 5.5 * step)).toEqual({ done: 2, total: 5, finishedAt: null });
    expect(placeAt(runner, 9 * step)).toEqual({ done: 5, total: 5, finishedAt: null });
    expect(placeAt(runner, 10 * step)).toEqual({ done: 5, total: 5, finishedAt: 10 * step });
  });

  it('is slowed down when short, sped up when long, and says so', () => {
    expect(raceSpeed(8000)).toBe(1);
    expect(raceSpeed(1000)).toBeCloseTo(0.2);
    expect(raceSpeed(60_000)).toBe(4);
    expect(speedWords(1)).toBe('in real time');
    expect(speedWords(0.2)).toBe('slowed down 5.0 times');
    expect(speedWords(4)).toBe('sped up 4.0 times');
  });
});
