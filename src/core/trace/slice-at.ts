import { upperBound } from '../base/binary-search';
import type { SlicesIndex } from './slices-index';
import type { SlicesColumns } from './track';

/** Row of the task that held `slot` at a time (Nanos), or -1. At the instant between two tasks it is the later one. */
export function sliceAt(columns: SlicesColumns, at: number, slot: number, index: SlicesIndex): number {
  const { start, end } = columns;
  const { first } = index.rowsWithin(at, at);
  for (let row = upperBound(start, at) - 1; row >= first; row--) {
    if (columns.slot[row] === slot && end[row]! > at) return row;
  }
  return -1;
}
