/** Rows a block: small enough to add up for a pixel, large enough that the sums cost next to nothing. */
export const blockRows = 64;

/**
 * What a row adds to each measure, written to `into`. It is called for rows in order, beginning with the first of a
 * block, so it may carry something from row to row.
 */
export type Measure = (row: number, into: Float64Array) => void;

/**
 * Prefix sums of some measures over the rows of a track, kept for every 64th row only: 8 bytes ÷ 64 a row and
 * measure. `upTo(k)` is exact: the sum before k's block, and at most 63 rows more.
 *
 * Rows are added while a recording grows, and a late one moves those behind it. `update` finds how far back things
 * have changed by the rows at the blocks' edges (identity given by `start` and `end`, which no two rows of one lane share)
 * and sums again from there.
 */
export class BlockSums {
  readonly #measures: number;
  #sums: Float64Array<ArrayBuffer>;
  /** Start and end of the last row of each whole block. */
  #edges = new Float64Array(2);
  #blocks = 0;
  readonly #row: Float64Array;
  readonly #total: Float64Array;
  #measure: Measure = () => {};

  constructor(measures: number) {
    this.#measures = measures;
    this.#sums = new Float64Array(measures * 2);
    this.#row = new Float64Array(measures);
    this.#total = new Float64Array(measures);
  }

  update(start: Float64Array, end: Float64Array, measure: Measure): void {
    this.#measure = measure;
    const whole = Math.floor(start.length / blockRows);
    let block = this.unchangedBlocks(start, end);
    this.#reserve(whole);
    const total = this.#total;
    total.set(this.#sums.subarray(block * this.#measures, (block + 1) * this.#measures));
    for (; block < whole; block++) {
      this.#addRows(block * blockRows, (block + 1) * blockRows);
      this.#sums.set(total, (block + 1) * this.#measures);
      this.#edges[block * 2] = start[(block + 1) * blockRows - 1]!;
      this.#edges[block * 2 + 1] = end[(block + 1) * blockRows - 1]!;
    }
    this.#blocks = whole;
  }

  /** Whole blocks at the beginning that the last `update` saw and that are still the same. */
  unchangedBlocks(start: Float64Array, end: Float64Array): number {
    let block = Math.min(this.#blocks, Math.floor(start.length / blockRows));
    while (block > 0 && !this.#isUnchanged(block - 1, start, end)) block--;
    return block;
  }

  /** Sums over rows [0, count). The array is overwritten by the next call. */
  upTo(count: number): Float64Array {
    const block = Math.min(Math.floor(count / blockRows), this.#blocks);
    this.#total.set(this.#sums.subarray(block * this.#measures, (block + 1) * this.#measures));
    this.#addRows(block * blockRows, count);
    return this.#total;
  }

  get bytes(): number {
    return this.#sums.byteLength + this.#edges.byteLength;
  }

  #addRows(from: number, to: number): void {
    for (let row = from; row < to; row++) {
      this.#row.fill(0);
      this.#measure(row, this.#row);
      for (let measure = 0; measure < this.#measures; measure++) this.#total[measure]! += this.#row[measure]!;
    }
  }

  #isUnchanged(block: number, start: Float64Array, end: Float64Array): boolean {
    const last = (block + 1) * blockRows - 1;
    return this.#edges[block * 2] === start[last] && this.#edges[block * 2 + 1] === end[last];
  }

  #reserve(blocks: number): void {
    if (this.#edges.length >= blocks * 2 && this.#sums.length >= (blocks + 1) * this.#measures) return;
    const capacity = Math.ceil(blocks * 1.5);
    this.#edges = grown(this.#edges, capacity * 2);
    this.#sums = grown(this.#sums, (capacity + 1) * this.#measures);
  }
}

function grown(values: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(Math.max(length, values.length));
  copy.set(values);
  return copy;
}
