import { upperBound } from '../../core/base/binary-search';
import { decimate } from '../../core/trace/decimate';
import type { TimeRange } from '../../core/trace/time-range';
import type { IndexedCounter } from '../timeline/band';

/** A point of a chart: Nanos, and the value there. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
}

/**
 * A stepped line through a viewport, at most a handful of points a pixel. In a pixel with many steps it goes from the
 * lowest to the highest value: no peak is lost, and none is made up.
 *
 * @param end Nanos: behind it there is nothing
 */
export function stepPoints(counter: IndexedCounter, viewport: TimeRange, end: number, pixels: number): ChartPoint[] {
  const { columns, index } = counter;
  const from = Math.max(0, viewport.start);
  const to = Math.min(end, viewport.end);
  if (to <= from) return [];
  const first = upperBound(columns.time, from);
  const last = upperBound(columns.time, to);
  const points: ChartPoint[] = [{ x: from, y: first === 0 ? 0 : columns.value[first - 1]! }];
  if (last - first <= pixels) {
    for (let row = first; row < last; row++) {
      points.push({ x: columns.time[row]!, y: points.at(-1)!.y }, { x: columns.time[row]!, y: columns.value[row]! });
    }
  } else {
    const step = (to - from) / pixels;
    const { min, max, last: lasts } = decimate(columns, index, from, to, pixels);
    for (let pixel = 0; pixel < pixels; pixel++) {
      if (Number.isNaN(min[pixel]!)) continue;
      const x = from + step * pixel;
      points.push({ x, y: points.at(-1)!.y }, { x, y: min[pixel]! }, { x, y: max[pixel]! }, { x, y: lasts[pixel]! });
    }
  }
  points.push({ x: to, y: points.at(-1)!.y });
  return points;
}
