import { lowerBound } from '../../core/base/binary-search';
import type { TimeRange } from '../../core/trace/time-range';
import type { IndexedCounter } from '../timeline/band';
import type { ChartPoint } from './step-points';

/**
 * The lag of an event loop as teeth. A value v at time t says that what was due at t - v ran at t: the delay grew all
 * that time, one to one, and was gone at t.
 *
 * ```
 *            ╱│
 *          ╱  │        ╱│
 *     ___╱    │______╱  │___
 *      t - v  t
 * ```
 *
 * Where many samples share a pixel, the worst one stands for them.
 */
export function lagPoints(counter: IndexedCounter, viewport: TimeRange, end: number, pixels: number): ChartPoint[] {
  const { columns, index, max } = counter;
  const { time, value } = columns;
  const from = Math.max(0, viewport.start);
  const to = Math.min(end, viewport.end);
  if (to <= from || time.length === 0) return [];
  const points: ChartPoint[] = [];
  let reached = -Infinity;
  const add = (at: number, late: number): void => {
    const begins = at - late;
    if (begins > reached) {
      if (reached > -Infinity) points.push({ x: reached, y: 0 });
      points.push({ x: begins, y: 0 });
    } else {
      // Two windows that speak of one delay: the tooth goes on from where the last one was cut.
      points.push({ x: reached, y: Math.max(0, reached - begins) });
    }
    points.push({ x: at, y: late }, { x: at, y: 0 });
    reached = at;
  };
  const first = lowerBound(time, from);
  // A tooth that ends behind the viewport may begin inside it.
  const last = Math.min(time.length, lowerBound(time, to + max) + 1);
  if (last - first <= pixels * 2) {
    for (let row = first; row < last; row++) if (value[row]! > 0) add(time[row]!, value[row]!);
  } else {
    const step = (to - from) / pixels;
    let row = first;
    for (let pixel = 0; row < last; pixel++) {
      const stop = pixel < pixels ? Math.min(last, lowerBound(time, from + step * (pixel + 1))) : last;
      if (stop <= row) continue;
      const worst = index.extremes(columns, row, stop).max;
      const at = time[worstRow(value, row, stop, worst)]!;
      if (worst > 0 && at > reached) add(at, worst);
      row = stop;
    }
  }
  const known = Math.min(to, time.at(-1)!);
  if (reached < known) points.push({ x: Math.max(reached, from), y: 0 }, { x: known, y: 0 });
  return points;
}

function worstRow(value: Float64Array, first: number, end: number, worst: number): number {
  for (let row = first; row < end; row++) if (value[row] === worst) return row;
  return end - 1;
}
