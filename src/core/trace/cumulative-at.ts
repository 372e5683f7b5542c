import { upperBound } from '../base/binary-search';
import type { TimeRange } from './time-range';
import type { CounterColumns } from './track';

/**
 * Value of a cumulative counter at a time, linear between its samples and held before the first and after the
 * last. NaN for a counter without samples.
 */
export function cumulativeAt({ time, value }: CounterColumns, at: number): number {
  if (time.length === 0) return Number.NaN;
  const next = upperBound(time, at);
  if (next === 0) return value[0]!;
  const before = value[next - 1]!;
  if (next === time.length) return before;
  const from = time[next - 1]!;
  return before + ((value[next]! - before) * (at - from)) / (time[next]! - from);
}

/**
 * Growth of a cumulative counter within a range; null where the samples say nothing about the range (fewer than
 * two of them, or all before or after it).
 */
export function growthWithin(columns: CounterColumns, range: TimeRange): number | null {
  const { time } = columns;
  if (time.length < 2 || time[0]! >= range.end || time.at(-1)! <= range.start) return null;
  return cumulativeAt(columns, range.end) - cumulativeAt(columns, range.start);
}
