import { columnTypes, type ColumnsOf, type TrackKind } from '../../core/trace/track';

const constructors = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array };

/** Of the kind that has the most. */
const mostColumns = 8;

/** Rows of one track that wait for the next chunk: values row after row, in the order of `columnTypes[kind]`. */
export class RowStage {
  readonly kind: TrackKind;
  readonly #columns: readonly (readonly [name: string, type: keyof typeof constructors])[];
  #values: Float64Array;
  #rows = 0;

  constructor(kind: TrackKind) {
    this.kind = kind;
    this.#columns = Object.entries(columnTypes[kind]);
    this.#values = new Float64Array(16 * this.#columns.length);
  }

  get rows(): number {
    return this.#rows;
  }

  /** As many values as there are columns; one by one, since an array for each of a million rows a second is felt. */
  push(a: number, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0): void {
    const width = this.#columns.length;
    const at = this.#rows++ * width;
    if (at + mostColumns > this.#values.length) {
      const grown = new Float64Array(this.#values.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    const values = this.#values;
    // What is behind the last column is overwritten by the next row.
    values[at] = a;
    values[at + 1] = b;
    values[at + 2] = c;
    values[at + 3] = d;
    values[at + 4] = e;
    values[at + 5] = f;
    values[at + 6] = g;
    values[at + 7] = h;
  }

  /** The rows as columns with buffers of exactly their size (a message would copy all of a bigger one); empties it. */
  take(): ColumnsOf[TrackKind] {
    const width = this.#columns.length;
    const columns: Record<string, Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array> = {};
    for (const [index, [name, type]] of this.#columns.entries()) {
      const column = new constructors[type](this.#rows);
      for (let row = 0; row < this.#rows; row++) column[row] = this.#values[row * width + index]!;
      columns[name] = column;
    }
    this.#rows = 0;
    return columns as unknown as ColumnsOf[TrackKind];
  }
}
