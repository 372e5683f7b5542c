import { lowerBound } from '../../core/base/binary-search';
import type { LaneId } from '../../core/trace/lane';
import type { BandPlace } from './arrange-bands';
import type { ArrowTrack } from './band';
import { colour } from './colours';
import type { DrawListBuilder } from './draw-list';
import { xOf, type TimeScale } from './viewport';

/** More arrows than this in sight are a thicket: none is drawn until fewer are in sight. */
export const mostArrows = 400;
const opacity = 110;

/**
 * Arrows from who made a thread or process to it, and of messages from one thread to another:
 *
 *     ██████│████        the maker
 *           └─▸████      who was made, or got the message
 */
export function layoutArrows(
  builder: DrawListBuilder,
  { band, states }: BandPlace,
  scale: TimeScale,
  y: (value: number) => number,
): void {
  if (band.arrows.length === 0 || states.length === 0) return;
  const middles = new Map<LaneId, number>(states.map(({ row, top, height }) => [row.lane.id, y(top + height / 2)]));
  for (const track of band.arrows) layoutTrack(builder, track, middles, scale);
}

function layoutTrack(
  builder: DrawListBuilder,
  { columns, threadOf, colour: name }: ArrowTrack,
  middles: ReadonlyMap<LaneId, number>,
  scale: TimeScale,
): void {
  const { fromTime, toTime, fromLane, toLane } = columns;
  const first = lowerBound(fromTime, scale.viewport.start);
  const last = lowerBound(fromTime, scale.viewport.end);
  if (last - first > mostArrows) return;
  const right = scale.left + scale.width;
  for (let row = first; row < last; row++) {
    const from = middles.get(threadOf(fromLane[row]!));
    const to = middles.get(threadOf(toLane[row]!));
    if (from === undefined || to === undefined || from === to) continue;
    const x0 = xOf(scale, fromTime[row]!);
    const x1 = Math.min(right, Math.max(x0, xOf(scale, toTime[row]!)));
    builder.rect(x0, Math.min(from, to), x0 + 1, Math.max(from, to), colour[name], opacity);
    if (x1 - x0 > 1) builder.rect(x0, to, x1, to + 1, colour[name], opacity);
    layoutHead(builder, x1, to, to > from, colour[name]);
  }
}

/** Three lines that get shorter: a point that is seen at any size. */
export function layoutHead(builder: DrawListBuilder, x: number, y: number, down: boolean, of: number): void {
  for (let line = 0; line < 3; line++) {
    const top = down ? y - 3 + line : y + 2 - line;
    builder.rect(x - 2 + line, top, x + 3 - line, top + 1, of);
  }
}
