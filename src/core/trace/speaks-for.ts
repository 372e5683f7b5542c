import type { TimeRange } from './time-range';
import type { CounterColumns } from './track';

/** Threads write their samples when they come to it: a gap up to this at either end is no lack of data. */
const usualGap = 250e6;
const usualShare = 0.1;

/**
 * Whether a counter's samples go on to the end of what there was of it in a range, but for a tenth or 250 ms. A loop that was
 * stuck at its end told nothing of that: its delay is not known.
 *
 * @param end of the thread that samples; within the range or behind it
 */
export function speaksUntil({ time }: CounterColumns, range: TimeRange, end: number): boolean {
  const last = time.at(-1) ?? -Infinity;
  const until = Math.min(range.end, end);
  const gap = Math.max(usualGap, usualShare * (until - range.start));
  return time.length > 0 && time[0]! < range.end && last > range.start && last >= until - gap;
}

/**
 * Whether a counter's samples span a range, but for a tenth of it or 250 ms at its ends. A thread that is stuck in a loop
 * samples nothing: what it did then is not known, and is not zero.
 */
export function speaksFor({ time }: CounterColumns, range: TimeRange): boolean {
  if (time.length === 0) return false;
  const gap = Math.max(usualGap, usualShare * (range.end - range.start));
  const first = time[0]!;
  const last = time.at(-1)!;
  return first < range.end && last > range.start && first <= range.start + gap && last >= range.end - gap;
}
