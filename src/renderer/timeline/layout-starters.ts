import { lowerBound } from '../../core/base/binary-search';
import { operationFrom } from '../../core/trace/starter-of';
import type { LanePlace } from './arrange-bands';
import { colour } from './colours';
import type { DrawListBuilder } from './draw-list';
import { layoutHead, mostArrows } from './layout-arrows';
import { xOf, type TimeScale } from './viewport';

const opacity = 150;

/**
 * Arrows from an operation to those that it started, when it did; behind its end from there on:
 *
 *     ████████│██████           ██████────┐
 *             └▸█████                     ▾█████
 */
export function layoutStarters(
  builder: DrawListBuilder,
  { row: lane, slots }: LanePlace,
  scale: TimeScale,
  y: (value: number) => number,
): void {
  if (lane.starts === null || slots === null) return;
  const { columns } = lane;
  const { fromTime, toTime } = lane.starts;
  const { viewport, left, width } = scale;
  const first = lowerBound(fromTime, viewport.start);
  const last = lowerBound(fromTime, viewport.end);
  if (last - first > mostArrows) return;
  const middleOf = (row: number): number => y(slots.top + columns.slot[row]! * slots.pitch + slots.height / 2);
  for (let flow = first; flow < last; flow++) {
    const from = operationFrom(columns, fromTime[flow]!);
    const to = operationFrom(columns, toTime[flow]!);
    if (from < 0 || to < 0 || columns.slot[from] === columns.slot[to]) continue;
    const x = xOf(scale, toTime[flow]!);
    if (x > left + width) continue;
    const [y0, y1] = [middleOf(from), middleOf(to)];
    const end = xOf(scale, columns.end[from]!);
    if (end < x) builder.rect(end, y0, x, y0 + 1, colour.dim, opacity);
    builder.rect(x, Math.min(y0, y1), x + 1, Math.max(y0, y1), colour.dim, opacity);
    layoutHead(builder, x, y1, y1 > y0, colour.dim);
  }
}
