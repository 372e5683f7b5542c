import type { LanePlace } from './arrange-bands';
import { bandEnd, type Band } from './band';
import { colour } from './colours';
import type { DrawListBuilder } from './draw-list';
import { xOf, type TimeScale } from './viewport';

const waitingOpacity = 150;
/** Below this share of a pixel nothing ran. */
const least = 0.02;
/** The one task that can run is at least so high, px: it is what the others wait for. */
const barHeight = 3;

/**
 * A loop with more tasks at once than rows would fit: a column a pixel, as high as the number in flight. At its foot,
 * where the others stand on, the share of the one that can run.
 */
export function layoutDensity(
  builder: DrawListBuilder,
  band: Band,
  { row, top, height, slots }: LanePlace,
  scale: TimeScale,
  y: (value: number) => number,
): void {
  const { viewport, left, width } = scale;
  const room = slots === null ? height - 3 : slots.rows * slots.pitch;
  const parts = Math.ceil(width);
  const inFlight = row.inFlight ?? band.inFlight?.();
  if (inFlight === undefined) return;
  const peaks = inFlight.peaks(viewport.start, viewport.end, parts);
  const { running } = row.sums.shares(viewport.start, viewport.end, parts);
  const bottom = y(top) + room;
  const unit = room / Math.max(1, inFlight.max);
  const end = Math.min(parts, Math.ceil(xOf(scale, bandEnd(band)) - left));
  let from = 0;
  let now = { waiting: 0, bar: 0 };
  for (let part = 0; part < end; part++) {
    const next = lookOf(part);
    if (next.waiting === now.waiting && next.bar === now.bar) continue;
    flush(part);
    from = part;
    now = next;
  }
  flush(end);

  function lookOf(part: number): { waiting: number; bar: number } {
    const share = Math.min(1, running[part]!);
    return {
      waiting: Math.round(peaks[part]! * unit),
      bar: share < least ? 0 : Math.max(1, Math.round(Math.max(barHeight, unit) * share)),
    };
  }

  function flush(to: number): void {
    if (to <= from) return;
    const x0 = left + from;
    const x1 = left + to;
    if (now.waiting > 0) builder.rect(x0, bottom - now.waiting, x1, bottom, colour.waiting, waitingOpacity);
    if (now.bar > 0) builder.rect(x0, bottom - now.bar, x1, bottom, colour.running);
  }
}
