import { sliceFlags } from '../../core/trace/track';
import type { LanePlace, RowsPlace } from './arrange-bands';
import { bandEnd, type Band } from './band';
import { colour, pattern } from './colours';
import type { DrawListBuilder } from './draw-list';
import { xOf, type TimeScale } from './viewport';

/*
 * One task, in a row of its lane:
 *
 *     ████████████                        full: the thread was on a core all the time that run() took
 *     ▒▒▒▒▒▒▒▒▒▒▒▒
 *     ████████████────────────────────    half the height: half the time; behind it what was awaited
 *     ▒▒▒▒▒▒▒▒▒▒▒▒
 *
 * The light box is the call of run(); the bar in its middle is as high as the share that the thread was on a core.
 */
const callOpacity = 56;
const openOpacity = 100;
/** Px of an unfinished task that are drawn torn. */
const tornWidth = 8;

export function layoutTasks(
  builder: DrawListBuilder,
  lane: LanePlace,
  slots: RowsPlace,
  rows: { readonly first: number; readonly end: number },
  scale: TimeScale,
  y: (value: number) => number,
): void {
  const { start, end, runEnd, slot, head, tail, flags } = lane.row.columns;
  const right = scale.left + scale.width;
  for (let row = rows.first; row < rows.end; row++) {
    if (end[row]! < scale.viewport.start) continue;
    const top = y(slots.top + slot[row]! * slots.pitch);
    const box = { top, height: slots.height };
    const x0 = clamp(xOf(scale, start[row]!), scale.left, right);
    const x2 = clamp(xOf(scale, end[row]!), scale.left, right);
    const x1 = runEnd[row]! >= end[row]! ? x2 : clamp(xOf(scale, runEnd[row]!), scale.left, right);
    // The last pixel is left free, so that tasks one behind the other can be told apart.
    const close = x2 - x0 > 3 && x2 < right ? 1 : 0;
    const isLast = x1 >= x2;
    if (runEnd[row]! > scale.viewport.start || isLast) {
      // What a program tells of is measured by the lane of its thread, above.
      if (lane.row.thread !== null) layoutTold(builder, x0, isLast ? x2 - close : x1, box);
      else layoutCall(builder, x0, isLast ? x2 - close : x1, box, head[row]!);
    }
    if (!isLast) layoutAwaited(builder, x1, x2 - close, box, tail[row]!);
    if ((flags[row]! & sliceFlags.unfinished) !== 0 && x2 < right) {
      builder.rect(Math.max(x0, x2 - tornWidth), top, x2, top + box.height, colour.alarm, 255, pattern.torn);
    }
  }
}

/** Tasks in flight: how much of them ran is known only when they end. A run that is over cut them off. */
export function layoutOpenTasks(
  builder: DrawListBuilder,
  band: Band,
  { row }: LanePlace,
  slots: RowsPlace,
  scale: TimeScale,
  y: (value: number) => number,
): void {
  if (row.open === null) return;
  const { start, slot } = row.open;
  const end = Math.min(scale.left + scale.width, xOf(scale, bandEnd(band)));
  for (let task = 0; task < start.length; task++) {
    const from = Math.max(scale.left, xOf(scale, start[task]!));
    if (from >= end || slot[task]! >= slots.rows) continue;
    const top = y(slots.top + slot[task]! * slots.pitch);
    builder.rect(from, top, end, top + slots.height, colour.running, openOpacity);
    if (band.ended) {
      builder.rect(Math.max(from, end - tornWidth), top, end, top + slots.height, colour.alarm, 255, pattern.torn);
    }
  }
}

interface Box {
  readonly top: number;
  readonly height: number;
}

function layoutTold(builder: DrawListBuilder, x0: number, x1: number, { top, height }: Box): void {
  if (x1 > x0) builder.rect(x0, top, x1, top + height, colour.flame);
}

function layoutCall(builder: DrawListBuilder, x0: number, x1: number, { top, height }: Box, share: number): void {
  if (Number.isNaN(share)) {
    builder.rect(x0, top, x1, top + height, colour.unmeasured, 255, pattern.hatched);
    return;
  }
  const bar = Math.max(1, Math.round(height * Math.min(1, share)));
  if (bar < height) builder.rect(x0, top, x1, top + height, colour.running, callOpacity);
  const from = top + Math.floor((height - bar) / 2);
  builder.rect(x0, from, x1, from + bar, colour.running);
}

function layoutAwaited(builder: DrawListBuilder, x1: number, x2: number, { top, height }: Box, share: number): void {
  if (x2 <= x1) return;
  const line = Math.max(1, Math.min(5, Math.round(height / 3)));
  const from = top + Math.floor((height - line) / 2);
  builder.rect(x1, from, x2, from + line, colour.waiting);
  const bar = Number.isNaN(share) ? 0 : Math.round(height * Math.min(1, share));
  if (bar < 1) return;
  const barTop = top + Math.floor((height - bar) / 2);
  builder.rect(x1, barTop, x2, barTop + bar, colour.running, bar > line ? 255 : 200);
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
