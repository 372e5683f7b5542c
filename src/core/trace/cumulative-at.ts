import { upperBound } from '../base/binary-search';
import { speaksFor } from './speaks-for';
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
 * two of them, or none for most of it).
 */
export function growthWithin(columns: CounterColumns, range: TimeRange): number | null {
  if (columns.time.length < 2 || !speaksFor(columns, range)) return null;
  return cumulativeAt(columns, range.end) - cumulativeAt(columns, range.start);
}
