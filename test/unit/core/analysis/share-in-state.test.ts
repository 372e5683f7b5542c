import { describe, expect, it } from 'vitest';
import { shareInState } from '../../../../src/core/analysis/share-in-state';
import { findTracks } from '../../../../src/core/trace/find-tracks';
import { recordingFromText, step } from '../../../recording-from-text';

const states = (...lines: string[]) =>
  findTracks(
    recordingFromText(lines.map((line, at) => `job/worker ${at} states |${line}|`).join('\n')),
    'states',
    'states',
  ).map(({ columns }) => columns);
const range = (start: number, end: number) => ({ start: start * step, end: end * step });

describe('shareInState', () => {
  it.each([
    [['##########'], 0],
    [['gggggggggg'], 1],
    [['gg########', 'gg########'], 0.2],
    [['gg########', '##gg######', '###gg#####'], 0.5],
    [['g#g#g#g#g#', '#g#g#g#g#g'], 1],
  ])('%j', (lines, share) => {
    expect(shareInState(states(...lines), 'gil', range(0, 10))).toBeCloseTo(share, 9);
  });

  it('is of the range alone', () => {
    expect(shareInState(states('gggg######'), 'gil', range(2, 6))).toBeCloseTo(0.5, 9);
    expect(shareInState(states('gggg######'), 'gil', range(5, 5))).toBe(0);
  });
});
