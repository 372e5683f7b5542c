import { upperBound } from '../../base/binary-search';
import type { SlicesIndex } from '../../trace/slices-index';
import type { SlicesColumns } from '../../trace/track';

/** The tasks of one lane that have ended. */
export interface TaskLane {
  readonly columns: SlicesColumns;
  /** Tasks of an event loop; those of other lanes follow each other, so their ends are in order as their starts are. */
  readonly overlap: boolean;
  /** Asked for only where tasks overlap. */
  readonly index: () => SlicesIndex;
}

/** Tasks that have started at a time or before it. */
export const startedBy = ({ columns }: TaskLane, at: number): number => upperBound(columns.start, at);

/** Tasks that have started at a time or before it, and end after it. */
export function flyingAt(lane: TaskLane, at: number): number {
  const started = startedBy(lane, at);
  const { end } = lane.columns;
  if (!lane.overlap) return started - upperBound(end, at);
  let flying = 0;
  for (let row = lane.index().rowsWithin(at, Infinity).first; row < started; row++) if (end[row]! > at) flying++;
  return flying;
}

/** Starts in (from, to], in order. */
export const startsWithin = ({ columns: { start } }: TaskLane, from: number, to: number): Float64Array =>
  start.subarray(upperBound(start, from), upperBound(start, to));

/** Ends in (from, to]; in no order where tasks overlap. */
export function endsWithin(lane: TaskLane, from: number, to: number): Float64Array {
  const { end } = lane.columns;
  if (!lane.overlap) return end.subarray(upperBound(end, from), upperBound(end, to));
  const { first } = lane.index().rowsWithin(from, Infinity);
  return end.subarray(first, startedBy(lane, to)).filter((time) => time > from && time <= to);
}

/** The latest end; -Infinity where nothing has ended. */
export function lastEnd(lane: TaskLane): number {
  return lane.overlap ? lane.index().furthestEnd : (lane.columns.end.at(-1) ?? -Infinity);
}
