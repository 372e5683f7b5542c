import { upperBound } from '../../core/base/binary-search';
import { decimate } from '../../core/trace/decimate';
import type { LanePlace } from './arrange-bands';
import { bandEnd, type Band } from './band';
import { colour } from './colours';
import type { DrawListBuilder } from './draw-list';
import { laneShares } from './lane-shares';
import { xOf, type TimeScale } from './viewport';

const waitingOpacity = 150;

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
  if (band.inFlight === null) return;
  const { viewport, left, width } = scale;
  const room = slots === null ? height - 3 : slots.rows * slots.pitch;
  const parts = Math.ceil(width);
  const { columns, index, max } = band.inFlight;
  const { max: most } = decimate(columns, index, viewport.start, viewport.end, parts);
  const rows = row.index.rowsWithin(viewport.start, viewport.end);
  const { running } = laneShares(row.columns, row.index, rows, viewport.start, viewport.end, parts);
  const bottom = y(top) + room;
  const unit = room / Math.max(1, max);
  const end = Math.min(parts, Math.ceil(xOf(scale, bandEnd(band)) - left));
  const before = upperBound(columns.time, viewport.start) - 1;
  let held = before < 0 ? 0 : columns.value[before]!;
  let from = 0;
  let now = { waiting: 0, bar: 0 };
  for (let part = 0; part <= end; part++) {
    const count = part === end ? -1 : Number.isNaN(most[part]!) ? held : Math.max(held, most[part]!);
    const bar =
      part === end || running[part]! < 0.02
        ? 0
        : Math.max(1, Math.round(Math.max(3, unit) * Math.min(1, running[part]!)));
    const waiting = Math.round(count * unit);
    if (part < end && !Number.isNaN(most[part]!)) held = lastBefore(part);
    if (part < end && waiting === now.waiting && bar === now.bar) continue;
    if (part > from) flush(from, part);
    from = part;
    now = { waiting, bar };
  }

  function flush(a: number, b: number): void {
    if (now.waiting > 0) {
      builder.rect(left + a, bottom - now.waiting, left + b, bottom, colour.waiting, waitingOpacity);
    }
    if (now.bar > 0) builder.rect(left + a, bottom - now.bar, left + b, bottom, colour.running);
  }

  function lastBefore(part: number): number {
    const at = viewport.start + ((viewport.end - viewport.start) * (part + 1)) / parts;
    const step = upperBound(columns.time, at) - 1;
    return step < 0 ? 0 : columns.value[step]!;
  }
}
