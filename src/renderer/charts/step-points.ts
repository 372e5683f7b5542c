import type { InFlight } from '../../core/analysis/in-flight/in-flight';
import type { TimeRange } from '../../core/trace/time-range';

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
export function stepPoints(inFlight: InFlight, viewport: TimeRange, end: number, pixels: number): ChartPoint[] {
  const from = Math.max(0, viewport.start);
  const to = Math.min(end, viewport.end);
  if (to <= from) return [];
  const points: ChartPoint[] = [{ x: from, y: inFlight.at(from) }];
  const stepTo = (x: number, y: number): void => {
    const before = points.at(-1)!.y;
    if (before !== y) points.push({ x, y: before }, { x, y });
  };
  const pixel = (viewport.end - viewport.start) / pixels;
  const steps = inFlight.steps(from, to, pixels);
  if (steps === null) {
    const parts = Math.ceil((to - from) / pixel);
    const peaks = inFlight.peaks(from, from + parts * pixel, parts);
    for (let part = 0; part < parts; part++) stepTo(Math.min(to, from + pixel * part), peaks[part]!);
  } else {
    const { times, counts } = steps;
    for (let step = 0; step < times.length; step++) {
      const isShort = step + 1 < times.length && times[step + 1]! - times[step]! < pixel;
      const isDip = isShort && counts[step]! < counts[step + 1]!;
      if (!isDip || counts[step]! >= points.at(-1)!.y) stepTo(times[step]!, counts[step]!);
    }
  }
  points.push({ x: to, y: points.at(-1)!.y });
  return points;
}
