import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../../../src/core/base/format-bytes';
import { formatCoresUsed } from '../../../../src/core/base/format-cores';
import { countOf, formatCount } from '../../../../src/core/base/format-count';
import { formatDuration, formatSeconds } from '../../../../src/core/base/format-duration';
import { formatShare } from '../../../../src/core/base/format-share';
import { formatInterval, formatSpeedup } from '../../../../src/core/base/format-speedup';
import { joinWords } from '../../../../src/core/base/join-words';

const spaced = (text: string): string => text.replaceAll('\u202f', ' ');

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.000_12, '120 ns'],
    [0.0042, '4.2 µs'],
    [0.85, '850 µs'],
    [0.9996, '1.0 ms'],
    [4.84, '4.8 ms'],
    [48.2, '48 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [2040, '2.04 s'],
    [12_340, '12.3 s'],
    [59_960, '1 min 00 s'],
    [185_000, '3 min 05 s'],
    [7_500_000, '2 h 05 min'],
    [-48, '−48 ms'],
    [Number.NaN, '–'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(spaced(formatDuration(ms))).toBe(text);
  });

  it('stands no break before its unit', () => {
    expect(formatDuration(48)).toBe('48\u202fms');
  });
});

describe('other numbers', () => {
  it.each([
    [formatSeconds(550), '0.55 s'],
    [formatShare(1 / 12), '8.33 %'],
    [formatShare(0.25), '25 %'],
    [formatShare(0.985), '98.5 %'],
    [formatShare(0.9996), '100 %'],
    [formatShare(0.9274, 0), '93 %'],
    [formatShare(0), '0 %'],
    [formatSpeedup(3.711), '3.71×'],
    [formatSpeedup(0.99), '0.99×'],
    [formatSpeedup(41.23), '41.2×'],
    [formatSpeedup(128.4), '128×'],
    [formatInterval(3.618, 3.779), '3.62–3.78'],
    [formatInterval(9.5, 12.25), '9.5–12.3'],
    [formatBytes(512), '512 B'],
    [formatBytes(999_700), '1.0 MB'],
    [formatBytes(34_000_000_000), '34 GB'],
    [formatCount(1234567), '1,234,567'],
    [countOf(1, 'core'), '1 core'],
    [countOf(4000, 'task'), '4,000 tasks'],
    [formatCoresUsed(0.021), '0.02 of a core'],
    [formatCoresUsed(3.94), '3.94 cores'],
    [joinWords(['a', 'b', 'c']), 'a, b and c'],
    [joinWords(['a']), 'a'],
  ])('%s is %s', (text, expected) => {
    expect(spaced(text)).toBe(expected);
  });
});
