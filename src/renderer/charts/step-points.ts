import { upperBound } from '../../core/base/binary-search';
import type { TimeRange } from '../../core/trace/time-range';
import type { IndexedCounter } from '../timeline/band';
import { peaksOf } from '../timeline/peaks';

/** A point of a chart: Nanos, and the value there. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * A stepped line through a viewport, a few points a pixel. Of what is shorter than a pixel only the highest value is
 * drawn: no peak is lost, and the instant between one task and the next is no valley.
 *
 * @param end Nanos: behind it there is nothing
 */
export function stepPoints(counter: IndexedCounter, viewport: TimeRange, end: number, pixels: number): ChartPoint[] {
  const { time, value } = counter.columns;
  const from = Math.max(0, viewport.start);
  const to = Math.min(end, viewport.end);
  if (to <= from) return [];
  const first = upperBound(time, from);
  const last = upperBound(time, to);
  const points: ChartPoint[] = [{ x: from, y: first === 0 ? 0 : value[first - 1]! }];
  const stepTo = (x: number, y: number): void => {
    const before = points.at(-1)!.y;
    if (before !== y) points.push({ x, y: before }, { x, y });
  };
  const pixel = (viewport.end - viewport.start) / pixels;
  if (last - first <= pixels) {
    for (let row = first; row < last; row++) {
      const isDip = row + 1 < last && time[row + 1]! - time[row]! < pixel && value[row]! < value[row + 1]!;
      if (!isDip || value[row]! >= points.at(-1)!.y) stepTo(time[row]!, value[row]!);
    }
  } else {
    const parts = Math.ceil((to - from) / pixel);
    const peaks = peaksOf(counter, from, from + parts * pixel, parts);
    for (let part = 0; part < parts; part++) stepTo(Math.min(to, from + pixel * part), peaks[part]!);
  }
  points.push({ x: to, y: points.at(-1)!.y });
  return points;
}
