import type { SlicesIndex } from '../../core/trace/slices-index';
import type { SlicesColumns } from '../../core/trace/track';
import { PrefixSums } from './prefix-sums';
import { emptyShares, sharesOfRows, type LaneShares } from './lane-shares';

/*
 * Level of detail for drawing. Time is cut into bins of about 8 tasks; of what tasks took of them only the sums from
 * the first bin on are kept. A pixel is then the difference of two sums, each linear within its bin: two look-ups, however
 * many tasks the pixel holds. It is used only where a pixel is wider than a bin. 1.6 bytes a task, or 1.1.
 */
const rowsABin = 8;
/** Below this a lane is drawn from its rows. */
const leastRows = 20_000;
/** A growing lane is summed again when it has grown by so much: some three times the work of once, in all. */
const growth = 1.6;

interface Sums extends Record<keyof LaneShares, PrefixSums> {
  readonly rows: number;
  /** Nanos: the sums reach from 0 to here. */
  readonly until: number;
  readonly bins: number;
}

export class LaneSums {
  #sums: Sums | null = null;
  #columns: SlicesColumns;
  #index: SlicesIndex;

  constructor(columns: SlicesColumns, index: SlicesIndex) {
    this.#columns = columns;
    this.#index = index;
  }

  /** Takes in a later snapshot. @param isOver nothing more will come */
  update(columns: SlicesColumns, index: SlicesIndex, isOver: boolean): void {
    this.#columns = columns;
    this.#index = index;
    const built = this.#sums?.rows ?? 0;
    const rows = columns.start.length;
    if (rows < built || (isOver && rows !== built) || rows > built * growth) this.#sums = null;
  }

  /** The shares of `parts` equal parts of [a, b). */
  shares(a: number, b: number, parts: number): LaneShares {
    const rows = this.#index.rowsWithin(a, b);
    if (rows.end - rows.first <= parts * rowsABin || this.#columns.start.length < leastRows) {
      return sharesOfRows(this.#columns, rows, a, b, parts);
    }
    this.#sums ??= sumsOf(this.#columns, this.#index);
    const { until } = this.#sums;
    const shares = sharesOfSums(this.#sums, a, b, parts);
    if (b <= until) return shares;
    // What has come since: few rows, added up. The sums are level from their end on.
    const since = sharesOfRows(this.#columns, this.#index.rowsWithin(Math.max(a, until), b), a, b, parts);
    for (const name of ['covered', 'running', 'measured'] as const) {
      for (let part = 0; part < parts; part++) shares[name][part]! += since[name][part]!;
    }
    return shares;
  }
}

function sumsOf(columns: SlicesColumns, index: SlicesIndex): Sums {
  const rows = columns.start.length;
  const until = columns.end.reduce((most, end) => Math.max(most, end), 1);
  const bins = Math.ceil(rows / rowsABin);
  const shares = sharesOfRows(columns, index.rowsWithin(0, until), 0, until, bins);
  const covered = new PrefixSums(shares.covered);
  // Of most threads it is known all the time.
  const isAllMeasured = shares.measured.every((measured, bin) => measured === shares.covered[bin]);
  const measured = isAllMeasured ? covered : new PrefixSums(shares.measured);
  return { rows, until, bins, covered, running: new PrefixSums(shares.running), measured };
}

function sharesOfSums(sums: Sums, a: number, b: number, parts: number): LaneShares {
  const shares = emptyShares(parts);
  const toBins = sums.bins / sums.until;
  const binsAPart = ((b - a) / parts) * toBins;
  for (const name of ['covered', 'running', 'measured'] as const) {
    const from = sums[name];
    const into = shares[name];
    let before = from.at(a * toBins);
    for (let part = 0; part < parts; part++) {
      const after = from.at(a * toBins + binsAPart * (part + 1));
      into[part] = (after - before) / binsAPart;
      before = after;
    }
  }
  return shares;
}
