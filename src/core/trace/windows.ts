import { upperBound } from '../base/binary-search';
import type { TimeRange } from './time-range';
import type { CounterColumns } from './track';

/** The first sample of a counter says nothing about its own window's start: 50 ms, or the gap to the second. */
const usualWindow = 50e6;

/** Start of the window that ends at sample `row`: the sample before it. */
export function windowStart({ time }: CounterColumns, row: number): number {
  if (row > 0) return time[row - 1]!;
  return time[0]! - (time.length > 1 ? time[1]! - time[0]! : usualWindow);
}

/** Rows [first, end) of the samples whose windows overlap the range. */
export function windowsWithin(columns: CounterColumns, range: TimeRange): { first: number; end: number } {
  const { time } = columns;
  const first = upperBound(time, range.start);
  let end = first;
  while (end < time.length && windowStart(columns, end) < range.end) end++;
  return { first, end };
}

/**
 * Mean over a range of a counter whose samples each speak for the window before them, weighted by how much of
 * each window lies in the range; null where no window does.
 */
export function windowMean(columns: CounterColumns, range: TimeRange): number | null {
  const { time, value } = columns;
  const { first, end } = windowsWithin(columns, range);
  let weighted = 0;
  let covered = 0;
  for (let row = first; row < end; row++) {
    const length = Math.min(time[row]!, range.end) - Math.max(windowStart(columns, row), range.start);
    weighted += value[row]! * length;
    covered += length;
  }
  return covered > 0 ? weighted / covered : null;
}
