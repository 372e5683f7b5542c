export type Column = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;

const constructors = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array };
export type ColumnType = keyof typeof constructors;

const smallest = 64;

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

  append(values: Column): void {
    if (this.#length === 0 && values.length > 0) this.#value = values[0]!;
    const length = this.#length + values.length;
    if (this.#stored !== null || !isAll(values, this.#value)) this.#reserve(length).set(values, this.#length);
    this.#length = length;
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

function isAll(values: Column, value: number): boolean {
  for (let row = 0; row < values.length; row++) if (!Object.is(values[row]!, value)) return false;
  return true;
}

/** The longest column made so far of each type and value: nobody writes to them, so all shorter ones are views. */
const constants = new Map<string, Column>();

function constantColumn(type: ColumnType, value: number, length: number): Column {
  const key = `${type} ${Object.is(value, -0) ? '-0' : value}`;
  let longest = constants.get(key);
  if (longest === undefined || longest.length < length) {
    longest = new constructors[type](Math.max(smallest, length, 2 * (longest?.length ?? 0)));
    // Zeros are what it is made of: memory that is never written to costs nothing.
    if (!Object.is(value, 0)) longest.fill(value);
    constants.set(key, longest);
  }
  return longest.subarray(0, length);
}
