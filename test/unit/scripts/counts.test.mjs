import { describe, expect, it } from 'vitest';
import { countsOfRun, formatCounts, onePassed, oneFailed, sumCounts } from '../../../scripts/lib/counts.mjs';

const skippedOne = { passed: 3, failed: 0, skipped: [{ name: 'a', reason: 'no display' }] };

describe('counts', () => {
  it('adds up', () => {
    expect(sumCounts([onePassed(), oneFailed(), skippedOne])).toEqual({
      passed: 4,
      failed: 1,
      skipped: [{ name: 'a', reason: 'no display' }],
    });
  });

  it('mentions skipped tests only when there are any', () => {
    expect(formatCounts(sumCounts([onePassed()]))).toBe('1 passed, 0 failed');
    expect(formatCounts(skippedOne)).toBe('3 passed, 0 failed, 1 skipped');
  });

  it('takes a run that left no counts, or failed without a failed test, as one failure', () => {
    expect(countsOfRun(undefined, 0)).toEqual(oneFailed());
    expect(countsOfRun(onePassed(), 1)).toEqual({ passed: 1, failed: 1, skipped: [] });
    expect(countsOfRun({ passed: 1, failed: 2, skipped: [] }, 1).failed).toBe(2);
    expect(countsOfRun(onePassed(), 0)).toEqual(onePassed());
  });
});
