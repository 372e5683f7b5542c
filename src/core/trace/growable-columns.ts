import { upperBound } from '../base/binary-search';
import { GrowableColumn, type Column } from './growable-column';
import { columnTypes, type ColumnsOf, type TrackKind } from './track';

type ColumnSet = Record<string, Column>;

/** Typed columns of one track that grow by doubling, ordered by their first column (`start`, `time`, `fromTime`). */
export class GrowableColumns {
  readonly #order: string;
  readonly #columns: ReadonlyMap<string, GrowableColumn>;
  /** As long as every `runEnd` is its `end` (synchronous work) there is one column for both. */
  #runEndIsEnd: boolean;
  #length = 0;

  constructor(kind: TrackKind) {
    const types = Object.entries(columnTypes[kind]);
    this.#order = types[0]![0];
    this.#columns = new Map(types.map(([name, type]) => [name, new GrowableColumn(type)]));
    this.#runEndIsEnd = kind === 'slices';
  }

  get length(): number {
    return this.#length;
  }

  /** Memory that is this track's own. */
  get bytes(): number {
    let bytes = 0;
    for (const column of this.#columns.values()) bytes += column.bytes;
    return bytes;
  }

  /** Rows must be ordered among themselves only as far as they can be: what is late is moved to its place. */
  append(columns: ColumnsOf[TrackKind]): void {
    const added = columns as unknown as ColumnSet;
    if (this.#runEndIsEnd && !isSame(added['runEnd']!, added['end']!)) this.#storeRunEnd();
    for (const [name, column] of this.#columns) {
      if (!(this.#runEndIsEnd && name === 'runEnd')) column.append(added[name]!);
    }
    const first = this.#length;
    this.#length += added[this.#order]!.length;
    const times = this.#column(this.#order).view();
    for (let row = Math.max(1, first); row < this.#length; row++) {
      if (times[row]! < times[row - 1]!) this.#moveDown(row, upperBound(times, times[row]!, row));
    }
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

  #moveDown(from: number, to: number): void {
    for (const [name, column] of this.#columns) {
      if (!(this.#runEndIsEnd && name === 'runEnd')) column.moveDown(from, to);
    }
  }
}

function isSame(a: Column, b: Column): boolean {
  for (let row = 0; row < a.length; row++) if (a[row] !== b[row]) return false;
  return true;
}
