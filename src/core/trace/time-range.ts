/** Nanos; `start <= end`. */
export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

/** Length of what two ranges share, in Nanos; 0 when they are apart. */
export function overlap(a: TimeRange, b: TimeRange): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}
