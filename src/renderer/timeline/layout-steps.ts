import type { LanePlace, RowsPlace } from './arrange-bands';
import { colour } from './colours';
import type { DrawListBuilder } from './draw-list';
import { xOf, type TimeScale } from './viewport';

/** When an operation's own code ran: full height, on the line of what it awaits else. Of those that share a pixel one is drawn. */
export function layoutSteps(
  builder: DrawListBuilder,
  { row }: LanePlace,
  slots: RowsPlace,
  scale: TimeScale,
  y: (value: number) => number,
): void {
  const { steps } = row;
  if (steps === null) return;
  const { start, end, slot } = steps.columns;
  const { first, end: last } = steps.index.rowsWithin(scale.viewport.start, scale.viewport.end);
  const right = scale.left + scale.width;
  const drawnTo = new Float64Array(slots.rows).fill(-Infinity);
  for (let at = first; at < last; at++) {
    const place = slot[at]!;
    if (place >= slots.rows || end[at]! < scale.viewport.start) continue;
    const x1 = Math.min(right, Math.max(xOf(scale, end[at]!), xOf(scale, start[at]!) + 1));
    if (x1 - drawnTo[place]! < 0.5) continue;
    drawnTo[place] = x1;
    const top = y(slots.top + place * slots.pitch);
    builder.rect(Math.max(scale.left, xOf(scale, start[at]!)), top, x1, top + slots.height, colour.running);
  }
}
