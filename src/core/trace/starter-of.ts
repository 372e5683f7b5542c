import { lowerBound } from '../base/binary-search';
import type { FlowsColumns, SlicesColumns } from './track';

/** Of one that has no starter so many rows are looked at, and no more. */
const mostLooks = 10_000;

/** Row of the operation that begins at a time; -1: there is none. */
export function operationFrom({ start }: SlicesColumns, time: number): number {
  const row = lowerBound(start, time);
  return start[row] === time ? row : -1;
}

/**
 * What started the operation that begins at a time.
 *
 * @param flows from the `start` of an operation to the `start` of one that it started, in order of the former
 * @returns its row among the operations; -1: none is known, or it goes on
 */
export function starterOf(operations: SlicesColumns, flows: FlowsColumns, time: number): number {
  const { fromTime, toTime } = flows;
  const last = lowerBound(fromTime, time);
  for (let row = last - 1; row >= Math.max(0, last - mostLooks); row--) {
    if (toTime[row] === time) return operationFrom(operations, fromTime[row]!);
  }
  return -1;
}
