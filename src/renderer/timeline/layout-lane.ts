import { phaseNote } from './layout-phases';
import type { Band } from './band';
import type { LanePlace } from './arrange-bands';
import type { DrawListBuilder } from './draw-list';
import { layoutDensity } from './layout-density';
import { layoutShares } from './layout-shares';
import { layoutSteps } from './layout-steps';
import { layoutOpenTasks, layoutTasks } from './layout-tasks';
import type { TimeScale } from './viewport';

/** With less room than this for a task, px on average, shares of columns are drawn in place of single tasks. */
const leastTaskWidth = 2.5;

/** One thread's tasks: one by one, or, where they are too many to be told apart, how much of each pixel they took. */
export function layoutLane(
  builder: DrawListBuilder,
  band: Band,
  lane: LanePlace,
  scale: TimeScale,
  y: (value: number) => number,
): void {
  if (lane.row.names === null) phaseNote(builder, band, lane, scale, y);
  const { viewport, width } = scale;
  const { row, slots } = lane;
  if (slots === null) return layoutDensity(builder, band, lane, scale, y);
  const rows = row.index.rowsWithin(viewport.start, viewport.end);
  const most = (width / leastTaskWidth) * slots.rows;
  if (rows.end - rows.first <= most) layoutTasks(builder, lane, slots, rows, scale, y);
  else if (slots.rows === 1) layoutShares(builder, lane, slots, scale, y);
  else return layoutDensity(builder, band, lane, scale, y);
  layoutOpenTasks(builder, band, lane, slots, scale, y);
  layoutSteps(builder, lane, slots, scale, y);
}
