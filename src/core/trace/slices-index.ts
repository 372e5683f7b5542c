import { lowerBound, upperBound } from '../base/binary-search';
import { BlockSums, blockRows } from './block-sums';
import type { SlicesColumns } from './track';

/*
 * Level of detail of a slices track. Slices of an event loop overlap:
 *
 *     row 1   |███──────────|
 *     row 2       |██────────────|
 *     row 3                          |█──|
 *     covered |██████████████████|   |███|        at least one task in flight
 *
 * All rows that start before x and reach behind it cover [x, their end), so what they cover behind x is one piece:
 *
 *     covered before x  =  union of the rows that start before x  −  max(0, their furthest end − x)
 *
 * The union grows row by row by what lies behind the furthest end so far, so it is a prefix sum. The calls of `run`
 * themselves do not overlap (one thread), and a tail's CPU share is measured only where it is alone: of what ran, only the last
 * row can reach behind x.
 */
const covered = 0;
const ran = 1;
const measured = 2;

export interface SlicesShare {
  /** Share with at least one task in flight. */
  readonly covered: number;
  /** Share in which a task is known to have been on a core. */
  readonly running: number;
  /** Share for which that is known at all. */
  readonly measured: number;
}

export class SlicesIndex {
  readonly #sums = new BlockSums(3);
  #columns: SlicesColumns;
  /** Furthest end of all rows before each block, the last one not whole. */
  #reach = new Float64Array(1).fill(-Infinity);
  #blocks = 1;
  /** Furthest end of the rows before the one that is measured next. */
  #running = -Infinity;

  constructor(columns: SlicesColumns) {
    this.#columns = columns;
    this.update(columns);
  }

  /** Takes in a later snapshot of the same track. */
  update(columns: SlicesColumns): void {
    this.#columns = columns;
    const { start, end } = columns;
    this.#updateReach(this.#sums.unchangedBlocks(start, end));
    this.#sums.update(start, end, (row, into) => this.#measureRow(row, into));
  }

  share(a: number, b: number): SlicesShare {
    const after = this.#timeBefore(b).slice();
    const before = this.#timeBefore(a);
    const length = b - a;
    return {
      covered: (after[covered]! - before[covered]!) / length,
      running: (after[ran]! - before[ran]!) / length,
      measured: (after[measured]! - before[measured]!) / length,
    };
  }

  /** Rows [first, end) hold all slices that overlap [a, b); on an event loop some of them may not. */
  rowsWithin(a: number, b: number): { first: number; end: number } {
    const { start, end } = this.#columns;
    const stop = lowerBound(start, b);
    // Nothing before a block reaches behind `a` as long as the furthest end so far does not.
    let first = (upperBound(this.#reach, a, this.#blocks) - 1) * blockRows;
    while (first < stop && end[first]! <= a) first++;
    return { first: Math.min(first, stop), end: stop };
  }

  /** The latest end of all; -Infinity where there is none. */
  get furthestEnd(): number {
    return this.#reachBefore(this.#columns.end.length);
  }

  get bytes(): number {
    return this.#sums.bytes + this.#reach.byteLength;
  }

  #timeBefore(at: number): Float64Array {
    const count = lowerBound(this.#columns.start, at);
    const times = this.#sums.upTo(count);
    if (count === 0) return times;
    times[covered]! -= Math.max(0, this.#reachBefore(count) - at);
    const { runEnd, end, head, tail } = this.#columns;
    const last = count - 1;
    this.#takeBack(times, Math.max(0, runEnd[last]! - at), head[last]!);
    this.#takeBack(times, Math.max(0, end[last]! - Math.max(runEnd[last]!, at)), tail[last]!);
    return times;
  }

  #takeBack(times: Float64Array, length: number, share: number): void {
    if (Number.isNaN(share)) return;
    times[ran]! -= length * share;
    times[measured]! -= length;
  }

  #measureRow(row: number, into: Float64Array): void {
    const { start, end, runEnd, head, tail } = this.#columns;
    if (row % blockRows === 0) this.#running = this.#reach[row / blockRows]!;
    into[covered] = Math.max(0, end[row]! - Math.max(start[row]!, this.#running));
    this.#running = Math.max(this.#running, end[row]!);
    const headLength = runEnd[row]! - start[row]!;
    const tailLength = end[row]! - runEnd[row]!;
    if (!Number.isNaN(head[row]!)) add(into, headLength, head[row]!);
    if (!Number.isNaN(tail[row]!)) add(into, tailLength, tail[row]!);
  }

  #updateReach(unchanged: number): void {
    const { end } = this.#columns;
    this.#blocks = Math.floor(end.length / blockRows) + 1;
    if (this.#reach.length < this.#blocks) {
      const grown = new Float64Array(Math.ceil(this.#blocks * 1.5));
      grown.set(this.#reach);
      this.#reach = grown;
    }
    for (let block = unchanged + 1; block < this.#blocks; block++) {
      let furthest = this.#reach[block - 1]!;
      for (let row = (block - 1) * blockRows; row < block * blockRows; row++) furthest = Math.max(furthest, end[row]!);
      this.#reach[block] = furthest;
    }
  }

  /** Furthest end of rows [0, row). */
  #reachBefore(row: number): number {
    const block = Math.floor(row / blockRows);
    let reach = this.#reach[block]!;
    for (let at = block * blockRows; at < row; at++) reach = Math.max(reach, this.#columns.end[at]!);
    return reach;
  }
}

function add(into: Float64Array, length: number, share: number): void {
  into[ran]! += length * share;
  into[measured]! += length;
}
