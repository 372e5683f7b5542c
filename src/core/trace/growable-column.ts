export type Column = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;

const constructors = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array };
export type ColumnType = keyof typeof constructors;

/** Small: a file may have hundreds of thousands of tracks with two rows each. */
const smallest = 4;

/**
 * One typed column that grows by doubling. As long as all its rows hold the same value nothing is stored: most
 * columns of most recordings are like that (`slot` where tasks follow each other, `flags`, `tail` of synchronous work).
 */
export class GrowableColumn {
  readonly #type: ColumnType;
  /** Null while all rows are `#value`. */
  #stored: Column | null = null;
  #value = 0;
  #length = 0;

  constructor(type: ColumnType) {
    this.#type = type;
  }

  /** Appends values[from..to). */
  append(values: Column, from = 0, to = values.length): void {
    if (this.#length === 0 && to > from) this.#value = values[from]!;
    const length = this.#length + to - from;
    if (this.#stored !== null || !isAll(values, from, to, this.#value)) {
      copyInto(this.#reserve(length), this.#length, values, from, to);
    }
    this.#length = length;
  }

  /** Takes these values in place of all that there are. */
  rewrite(values: Column): void {
    this.#stored = null;
    this.#length = 0;
    this.append(values);
  }

  /**
   * Moves the rows from `first` on, taken in `order` (null: as they are), in between those before: row `n` of them to
   * the place before which there are `places[n]` of the others. `places` ascends.
   */
  insert(first: number, order: Uint32Array | null, places: Uint32Array): void {
    const stored = this.#stored;
    if (stored === null) return;
    const added = stored.slice(first, this.#length);
    let end = first;
    for (let row = added.length - 1; row >= 0; row--) {
      const place = places[row]!;
      if (place < end) stored.copyWithin(place + row + 1, place, end);
      stored[place + row] = added[order?.[row] ?? row]!;
      end = place;
    }
  }

  /** Whether no row from `first` on is smaller than the one before it. */
  ascendsFrom(first: number): boolean {
    const stored = this.#stored;
    if (stored === null) return true;
    for (let row = Math.max(1, first); row < this.#length; row++) if (stored[row]! < stored[row - 1]!) return false;
    return true;
  }

  /** A view of the rows; no copy. */
  view(): Column {
    return this.#stored?.subarray(0, this.#length) ?? constantColumn(this.#type, this.#value, this.#length);
  }

  /** Memory that is this column's own. */
  get bytes(): number {
    return this.#stored?.byteLength ?? 0;
  }

  #reserve(length: number): Column {
    const old = this.#stored;
    if (old !== null && length <= old.length) return old;
    let capacity = old?.length ?? smallest;
    while (capacity < length) capacity *= 2;
    const grown = new constructors[this.#type](capacity);
    if (old !== null) grown.set(old.subarray(0, this.#length));
    else grown.fill(this.#value, 0, this.#length);
    this.#stored = grown;
    return grown;
  }
}

function isAll(values: Column, from: number, to: number, value: number): boolean {
  for (let row = from; row < to; row++) if (!Object.is(values[row]!, value)) return false;
  return true;
}

/** A view costs as much as some rows do, and most pieces of a live recording have one or two. */
const fewRows = 16;

function copyInto(into: Column, at: number, values: Column, from: number, to: number): void {
  if (to - from > fewRows) into.set(values.subarray(from, to), at);
  else for (let row = from; row < to; row++) into[at + row - from] = values[row]!;
}

/** The longest column made so far of each type and value: nobody writes to them, so all shorter ones are views. */
const constants: Record<ColumnType, Map<number, Column>> = {
  f64: new Map(),
  f32: new Map(),
  u32: new Map(),
  u16: new Map(),
  u8: new Map(),
};
/** A key of its own: a map takes 0 and -0 for the same. */
const minusZero = Number.MIN_VALUE;

function constantColumn(type: ColumnType, value: number, length: number): Column {
  const key = Object.is(value, -0) ? minusZero : value;
  let longest = constants[type].get(key);
  if (longest === undefined || longest.length < length) {
    longest = new constructors[type](Math.max(smallest, length, 2 * (longest?.length ?? 0)));
    // Zeros are what it is made of: memory that is never written to costs nothing.
    if (!Object.is(value, 0)) longest.fill(value);
    constants[type].set(key, longest);
  }
  return longest.subarray(0, length);
}
