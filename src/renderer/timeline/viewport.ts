import type { TimeRange } from '../../core/trace/time-range';

/** Shortest time that can fill the picture, Nanos: below it a pixel is less than the clock's resolution. */
export const shortestViewport = 1000;

/** How times and pixels go together: `left` is where the viewport's start is drawn, `width` how wide all of it is. */
export interface TimeScale {
  readonly viewport: TimeRange;
  readonly left: number;
  readonly width: number;
}

export function xOf({ viewport, left, width }: TimeScale, time: number): number {
  return left + ((time - viewport.start) / (viewport.end - viewport.start)) * width;
}

export function timeAt({ viewport, left, width }: TimeScale, x: number): number {
  return viewport.start + ((x - left) / width) * (viewport.end - viewport.start);
}

/** Nanos a pixel. */
export function nanosPerPx({ viewport, width }: TimeScale): number {
  return (viewport.end - viewport.start) / width;
}

/** As long as nothing has been seen. */
const emptyViewport = 1e9;

/** Everything: from t = 0 to the last end, and a little more, so that the end's line is in sight. */
export function fitViewport(lastEnd: number): TimeRange {
  return { start: 0, end: lastEnd > 0 ? Math.max(lastEnd * 1.03, shortestViewport) : emptyViewport };
}

/**
 * Shows `factor` times as much time (below 1: zooms in) with `anchor` staying where it is; never more than `whole`,
 * never less than `shortestViewport`.
 */
export function zoomAt(viewport: TimeRange, anchor: number, factor: number, whole: TimeRange): TimeRange {
  const length = viewport.end - viewport.start;
  const longest = Math.max(whole.end - whole.start, shortestViewport);
  const next = Math.min(longest, Math.max(shortestViewport, length * factor));
  const share = (anchor - viewport.start) / length;
  const start = anchor - share * next;
  return keepInside({ start, end: start + next }, whole);
}

export function panBy(viewport: TimeRange, nanos: number, whole: TimeRange): TimeRange {
  return keepInside({ start: viewport.start + nanos, end: viewport.end + nanos }, whole);
}

/** A range with some room around it, as the target of "show this". */
export function viewportAround(range: TimeRange, whole: TimeRange, room = 0.15): TimeRange {
  const length = Math.max(range.end - range.start, shortestViewport);
  const start = range.start - length * room;
  const end = range.end + length * room;
  return keepInside({ start, end: Math.max(end, start + shortestViewport) }, whole);
}

/** Between two viewports: in the logarithm of the length, so that a zoom looks even. `at` 0..1. */
export function between(from: TimeRange, to: TimeRange, at: number): TimeRange {
  if (at >= 1) return to;
  const fromLength = from.end - from.start;
  const toLength = to.end - to.start;
  const length = fromLength * (toLength / fromLength) ** at;
  // The share of the way that the length has gone is the share that the start goes: the fixed point stays fixed.
  const share =
    Math.abs(toLength - fromLength) < 1e-9 * fromLength ? at : (length - fromLength) / (toLength - fromLength);
  const start = from.start + (to.start - from.start) * share;
  return { start, end: start + length };
}

/** Moved, not shortened, unless it is longer than the whole. */
function keepInside(viewport: TimeRange, whole: TimeRange): TimeRange {
  const length = viewport.end - viewport.start;
  if (length >= whole.end - whole.start) return whole;
  const start = Math.min(Math.max(viewport.start, whole.start), whole.end - length);
  return { start, end: start + length };
}
