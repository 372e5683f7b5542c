import { upperBound } from '../base/binary-search';
import { sortedOrder } from '../base/sorted-order';
import { GrowableColumn, type Column } from './growable-column';
import { columnTypes, type ColumnsOf, type TrackKind } from './track';

type ColumnSet = Record<string, Column>;

/** The first column of each kind. */
const orders = Object.fromEntries(
  Object.entries(columnTypes).map(([kind, types]) => [kind, Object.keys(types)[0]!]),
) as Readonly<Record<TrackKind, string>>;

/** Typed columns of one track that grow by doubling, ordered by their first column (`start`, `time`, `fromTime`). */
export class GrowableColumns {
  readonly #order: string;
  readonly #kind: TrackKind;
  /** Made when first asked for: a file may have hundreds of thousands of tracks without a row. */
  #made: ReadonlyMap<string, GrowableColumn> | null = null;
  /** As long as every `runEnd` is its `end` (synchronous work) there is one column for both. */
  #runEndIsEnd: boolean;
  #length = 0;
  #slots = 0;

  constructor(kind: TrackKind) {
    this.#kind = kind;
    this.#order = orders[kind];
    this.#runEndIsEnd = kind === 'slices';
  }

  get #columns(): ReadonlyMap<string, GrowableColumn> {
    this.#made ??= new Map(
      Object.entries(columnTypes[this.#kind]).map(([name, type]) => [name, new GrowableColumn(type)]),
    );
    return this.#made;
  }

  get length(): number {
    return this.#length;
  }

  /** One more than the largest `slot`; 0 where there is none. */
  get slots(): number {
    return this.#slots;
  }

  /** Memory that is this track's own. */
  get bytes(): number {
    let bytes = 0;
    for (const column of this.#columns.values()) bytes += column.bytes;
    return bytes;
  }

  /**
   * Appends rows [from, to). They must be ordered among themselves only as far as they can be: what is late is moved
   * to its place.
   */
  append(columns: ColumnsOf[TrackKind], from = 0, to?: number): void {
    const added = columns as unknown as ColumnSet;
    const until = to ?? added[this.#order]!.length;
    if (this.#runEndIsEnd && !isSame(added['runEnd']!, added['end']!, from, until)) this.#storeRunEnd();
    for (const [name, column] of this.#columns) {
      if (!(this.#runEndIsEnd && name === 'runEnd')) column.append(added[name]!, from, until);
    }
    const { slot } = added;
    if (slot !== undefined)
      for (let row = from; row < until; row++) this.#slots = Math.max(this.#slots, slot[row]! + 1);
    const first = this.#length;
    this.#length += until - from;
    this.#moveToTheirPlaces(first);
  }

  /** Takes these rows in place of all that there are, and gives back the memory. */
  rewrite(columns: ColumnsOf[TrackKind]): void {
    for (const [name, column] of this.#columns) column.rewrite((columns as unknown as ColumnSet)[name]!);
    this.#runEndIsEnd = false;
    this.#length = (columns as unknown as ColumnSet)[this.#order]!.length;
  }

  /** Views of the filled part; no copy. */
  view(): ColumnsOf[TrackKind] {
    const view: ColumnSet = {};
    for (const [name, column] of this.#columns) view[name] = column.view();
    if (this.#runEndIsEnd) view['runEnd'] = view['end']!;
    return view as unknown as ColumnsOf[TrackKind];
  }

  #column(name: string): GrowableColumn {
    return this.#columns.get(name)!;
  }

  #storeRunEnd(): void {
    this.#column('runEnd').append(this.#column('end').view());
    this.#runEndIsEnd = false;
  }

  /**
   * Rows from `first` on are new; what they push up is moved once for all of them, whatever order they come in (a
   * file is not trusted to be nearly in order, and a long task that ends late has many rows behind its start).
   */
  #moveToTheirPlaces(first: number): void {
    const ordered = this.#column(this.#order);
    if (ordered.ascendsFrom(first)) return;
    const times = ordered.view() as Float64Array;
    const added = times.subarray(first);
    const order = sortedOrder(added);
    const places = new Uint32Array(added.length);
    let before = first;
    for (let row = added.length - 1; row >= 0; row--) {
      before = upperBound(times, added[order?.[row] ?? row]!, before);
      places[row] = before;
    }
    for (const [name, column] of this.#columns) {
      if (!(this.#runEndIsEnd && name === 'runEnd')) column.insert(first, order, places);
    }
  }
}

function isSame(a: Column, b: Column, from: number, to: number): boolean {
  for (let row = from; row < to; row++) if (a[row] !== b[row]) return false;
  return true;
}
