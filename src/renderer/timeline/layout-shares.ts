import type { LanePlace, RowsPlace } from './arrange-bands';
import { colour, pattern } from './colours';
import type { DrawListBuilder } from './draw-list';
import type { LaneShares } from './lane-shares';
import type { TimeScale } from './viewport';

/** Below this share of a pixel nothing is drawn. */
const least = 0.02;

/** Px of a lane that is called thin. */
const thin = 6;

/** How a column looks, as one number: px that ran, px of which it is not known, and whether something waited. */
const nothing = 0;
const lookFrom = (running: number, unknown: number, waits: boolean): number =>
  running * 8192 + unknown * 2 + (waits ? 1 : 0);

/** Too many tasks to draw each: a column a pixel, as high as the share of it that the thread ran. */
export function layoutShares(
  builder: DrawListBuilder,
  { row }: LanePlace,
  slots: RowsPlace,
  { viewport, left, width }: TimeScale,
  y: (value: number) => number,
): void {
  // In a thin lane a pixel's share is one of few heights: wider columns say as much with half the rectangles.
  const column = slots.height <= thin ? 2 : 1;
  const parts = Math.ceil(width / column);
  const shares = row.sums.shares(
    viewport.start,
    viewport.start + ((viewport.end - viewport.start) * parts * column) / width,
    parts,
  );
  const middle = y(slots.top) + slots.height / 2;
  let from = 0;
  let now = nothing;
  for (let part = 0; part <= parts; part++) {
    const next = part === parts ? nothing : lookOf(shares, part, slots.height);
    if (next === now && part < parts) continue;
    if (now !== nothing) drawColumns(builder, now, left + from * column, left + part * column, middle, slots.height);
    from = part;
    now = next;
  }
}

function lookOf({ covered, running, measured }: LaneShares, part: number, height: number): number {
  const share = Math.min(1, running[part]!);
  const unknown = Math.min(1, covered[part]! - measured[part]!);
  return lookFrom(
    share < least ? 0 : Math.max(1, Math.round(height * share)),
    unknown < least ? 0 : Math.max(1, Math.round(height * unknown)),
    measured[part]! - share > least * 5,
  );
}

/** Columns that look alike, as one. */
function drawColumns(
  builder: DrawListBuilder,
  look: number,
  x0: number,
  x1: number,
  middle: number,
  height: number,
): void {
  if (x1 <= x0) return;
  const running = Math.floor(look / 8192);
  const unknown = (look % 8192) >> 1;
  const bar = (size: number, colour: number, pattern = 0): void => {
    const top = middle - height / 2 + Math.floor((height - size) / 2);
    builder.rect(x0, top, x1, top + size, colour, 255, pattern);
  };
  if (unknown > 0) bar(unknown, colour.unmeasured, pattern.hatched);
  if (look % 2 === 1) bar(Math.max(1, Math.min(5, Math.round(height / 3))), colour.waiting);
  if (running > 0) bar(running, colour.running);
}
