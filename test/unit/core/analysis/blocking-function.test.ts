import { describe, expect, it } from 'vitest';
import { blockingFunction } from '../../../../src/core/analysis/blocking-function';
import { sampledRecording, type Call } from './sampled-recording';

const loop = 1;
const range = { start: 0, end: 100e6 };

/** Frames of one stack, outermost first, that was there from 20 ms to 80 ms. */
function found(...frames: readonly string[]) {
  const calls = frames.map((_, depth): Call => [depth, depth, 20, 80]);
  return blockingFunction(sampledRecording(frames, calls), loop, range);
}
const library = '/opt/python/lib/python3.11';
const asyncio = ['<module> (/srv/app.py:1)', `Handle._run (${library}/asyncio/events.py:78)`];

describe('blockingFunction', () => {
  it('is the program’s own function, and says what that was in', () => {
    expect(found(...asyncio, 'handle (/srv/app.py:5)', `loads (${library}/json/__init__.py:299)`)).toEqual({
      name: 'handle',
      place: '/srv/app.py:5',
      within: 'loads',
      share: 0.6,
    });
    expect(found(...asyncio, 'handle (/srv/app.py:5)', 'parse (/srv/app.py:9)')).toMatchObject({
      name: 'parse',
      within: null,
    });
    expect(found('parse (/srv/app.js:9)', 'read (node:fs:3)')).toMatchObject({ name: 'parse', within: 'read' });
  });

  it('is no function that only waits for the loop', () => {
    expect(found(...asyncio, `dispatch (${library}/site-packages/server/core.py:5)`)).toMatchObject({
      name: 'dispatch',
      within: null,
    });
  });

  it('is the one that most of the time was in', () => {
    const frames = ['handle (/srv/app.py:1)', 'parse (/srv/app.py:5)', 'send (/srv/app.py:9)'];
    const calls: Call[] = [
      [0, 0, 0, 90],
      [1, 1, 0, 30],
      [2, 1, 30, 90],
    ];
    expect(blockingFunction(sampledRecording(frames, calls), loop, range)).toMatchObject({ name: 'send', share: 0.9 });
  });

  it('is not known without samples', () => {
    expect(found()).toBeNull();
  });
});
