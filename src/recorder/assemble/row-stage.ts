import { columnTypes, type ColumnsOf, type TrackKind } from '../../core/trace/track';

const constructors = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array };

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

  push(...row: readonly number[]): void {
    const width = this.#columns.length;
    const at = this.#rows++ * width;
    if (at + width > this.#values.length) {
      const grown = new Float64Array(this.#values.length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values.set(row, at);
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
