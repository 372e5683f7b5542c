import { frameHeaderBytes, rowFields, type RowFrameKind } from '../../core/protocol/frames';

/**
 * Rows of one kind, kept as the frame they will be: the header is filled in when they are taken, so that a flush
 * copies nothing. The array is reused after every flush.
 */
export class RowBuffer {
  readonly width: number;
  readonly #kind: RowFrameKind;
  #values: Float64Array;
  #used = frameHeaderBytes / 8;

  constructor(kind: RowFrameKind, rows: number) {
    this.#kind = kind;
    this.width = rowFields[kind].length;
    this.#values = new Float64Array(this.#used + rows * this.width);
  }

  get bytes(): number {
    return this.#used * 8 - frameHeaderBytes;
  }

  /** Where to write the next row, `width` values from `at` on. */
  next(): { readonly values: Float64Array; readonly at: number } {
    if (this.#used + this.width > this.#values.length) this.#grow();
    const at = this.#used;
    this.#used += this.width;
    return { values: this.#values, at };
  }

  /** The frame, good until the next row; null if there are no rows. */
  take(): Uint8Array | null {
    const length = this.bytes;
    if (length === 0) return null;
    const header = new DataView(this.#values.buffer);
    header.setUint32(0, this.#kind, true);
    header.setUint32(4, length, true);
    this.#used = frameHeaderBytes / 8;
    return new Uint8Array(this.#values.buffer, 0, frameHeaderBytes + length);
  }

  #grow(): void {
    const grown = new Float64Array(this.#values.length * 2);
    grown.set(this.#values);
    this.#values = grown;
  }
}
