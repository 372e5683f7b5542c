/*
 * Reads tables of a flatbuffer, as far as Arrow's messages need it. Every read is checked against the buffer's end
 * (DataView throws a RangeError), and lengths are handed out before anything is allocated for them: the Arrow
 * library itself takes a vector's length on trust, and a file of 400 bytes makes it allocate until it dies.
 *
 *   table ──i32 back──> vtable = u16 bytes | u16 table bytes | u16 offset of field 0 | u16 of field 1 | …
 *
 * Format: FlatBuffers, "Internals".
 */
export class Table {
  readonly #view: DataView;
  readonly #at: number;

  private constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  static root(bytes: Uint8Array): Table {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new Table(view, view.getUint32(0, true));
  }

  int8(field: number, missing = 0): number {
    const at = this.#field(field);
    return at === null ? missing : this.#view.getInt8(at);
  }

  int16(field: number, missing = 0): number {
    const at = this.#field(field);
    return at === null ? missing : this.#view.getInt16(at, true);
  }

  int32(field: number, missing = 0): number {
    const at = this.#field(field);
    return at === null ? missing : this.#view.getInt32(at, true);
  }

  /** As a double: lengths beyond 2^53 are refused by whoever compares them with a limit. */
  int64(field: number, missing = 0): number {
    const at = this.#field(field);
    return at === null ? missing : Number(this.#view.getBigInt64(at, true));
  }

  has(field: number): boolean {
    return this.#field(field) !== null;
  }

  table(field: number): Table | null {
    const at = this.#field(field);
    return at === null ? null : new Table(this.#view, at + this.#view.getUint32(at, true));
  }

  /** Names in our schemas are ASCII. */
  text(field: number): string {
    const { length, start } = this.vector(field);
    let text = '';
    for (let at = 0; at < length; at++) text += String.fromCharCode(this.#view.getUint8(start + at));
    return text;
  }

  /** Length and place of a vector's elements; `length` is only what the file says. */
  vector(field: number): { readonly length: number; readonly start: number } {
    const at = this.#field(field);
    if (at === null) return { length: 0, start: 0 };
    const start = at + this.#view.getUint32(at, true);
    return { length: this.#view.getUint32(start, true), start: start + 4 };
  }

  /** Element of a vector of tables. */
  tableAt(vector: { readonly start: number }, index: number): Table {
    const at = vector.start + index * 4;
    return new Table(this.#view, at + this.#view.getUint32(at, true));
  }

  /** Element of a vector of structs of two 64-bit integers (`FieldNode`, `Buffer`). */
  pairAt(vector: { readonly start: number }, index: number): readonly [number, number] {
    const at = vector.start + index * 16;
    return [Number(this.#view.getBigInt64(at, true)), Number(this.#view.getBigInt64(at + 8, true))];
  }

  #field(field: number): number | null {
    const vtable = this.#at - this.#view.getInt32(this.#at, true);
    const slot = 4 + field * 2;
    if (slot + 2 > this.#view.getUint16(vtable, true)) return null;
    const offset = this.#view.getUint16(vtable + slot, true);
    return offset === 0 ? null : this.#at + offset;
  }
}
