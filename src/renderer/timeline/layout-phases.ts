import type { LanePlace } from './arrange-bands';
import { bandEnd, type Band } from './band';
import { colour } from './colours';
import type { DrawListBuilder } from './draw-list';
import { xOf, type TimeScale } from './viewport';

/** Behind the tasks: quiet grey while the run starts up, nearly nothing while the thread could work and has no task. */
export function phaseNote(
  builder: DrawListBuilder,
  band: Band,
  lane: LanePlace,
  scale: TimeScale,
  y: (value: number) => number,
): void {
  const hasOneRow = lane.slots?.rows === 1;
  const height = hasOneRow ? (lane.slots?.height ?? lane.height) : Math.min(lane.height, 36);
  const middle = y(lane.top) + height / 2;
  const thick = Math.max(1, Math.min(5, Math.round(height / 3)));
  const start = Math.max(scale.left, xOf(scale, 0));
  const workStart = xOf(scale, band.workStart ?? band.seenUntil);
  if (workStart > scale.left) {
    builder.rect(
      start,
      middle - thick / 2,
      Math.min(workStart, scale.left + scale.width),
      middle + thick / 2,
      colour.startup,
    );
  }
  const end = Math.min(xOf(scale, bandEnd(band)), scale.left + scale.width);
  // Among many rows one line of idleness would say nothing.
  if (!hasOneRow || band.workStart === null || end <= Math.max(workStart, scale.left)) return;
  builder.rect(Math.max(workStart, scale.left), middle - 0.5, end, middle + 0.5, colour.idle);
}
