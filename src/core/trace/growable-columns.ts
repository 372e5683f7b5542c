import { upperBound } from '../base/binary-search';
import { columnTypes, type ColumnsOf, type TrackKind } from './track';

type Column = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;
type ColumnSet = Record<string, Column>;

const constructors = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array };

/** Typed columns of one track that grow by doubling, ordered by their first column (`start`, `time`, `fromTime`). */
export class GrowableColumns {
  readonly #kind: TrackKind;
  readonly #names: readonly string[];
  #columns: ColumnSet;
  #capacity = 64;
  #length = 0;

  constructor(kind: TrackKind) {
    this.#kind = kind;
    this.#names = Object.keys(columnTypes[kind]);
    this.#columns = allocate(kind, this.#capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** Rows must be ordered among themselves only as far as they can be: what is late is moved to its place. */
  append(columns: ColumnsOf[TrackKind]): void {
    const added = columns as unknown as ColumnSet;
    const order = this.#names[0]!;
    const count = added[order]!.length;
    this.#reserve(this.#length + count);
    const first = this.#length;
    for (const name of this.#names) this.#columns[name]!.set(added[name]!, first);
    this.#length += count;
    const times = this.#columns[order]!;
    for (let row = Math.max(1, first); row < this.#length; row++) {
      if (times[row]! < times[row - 1]!) this.#moveDown(row, upperBound(times, times[row]!, row));
    }
  }

  /** Views of the filled part; no copy. */
  view(): ColumnsOf[TrackKind] {
    const view: ColumnSet = {};
    for (const name of this.#names) view[name] = this.#columns[name]!.subarray(0, this.#length);
    return view as unknown as ColumnsOf[TrackKind];
  }

  #moveDown(from: number, to: number): void {
    for (const name of this.#names) {
      const column = this.#columns[name]!;
      const value = column[from]!;
      column.copyWithin(to + 1, to, from);
      column[to] = value;
    }
  }

  #reserve(length: number): void {
    if (length <= this.#capacity) return;
    while (this.#capacity < length) this.#capacity *= 2;
    const grown = allocate(this.#kind, this.#capacity);
    for (const name of this.#names) grown[name]!.set(this.#columns[name]!.subarray(0, this.#length));
    this.#columns = grown;
  }
}

function allocate(kind: TrackKind, capacity: number): ColumnSet {
  const columns: ColumnSet = {};
  for (const [name, type] of Object.entries(columnTypes[kind])) columns[name] = new constructors[type](capacity);
  return columns;
}
