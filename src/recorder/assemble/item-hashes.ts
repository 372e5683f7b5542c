/** Above this many items (36 MB of hashes) the first difference isn't looked for: checksums still tell that there is one. */
export const mostHashedItems = 4_000_000;

/** The 64-bit hash of each item's result, by item. */
export class ItemHashes {
  #high = new Uint32Array(1024);
  #low = new Uint32Array(1024);
  #seen = new Uint8Array(1024);
  #end = 0;

  set(item: number, high: number, low: number): void {
    if (item >= mostHashedItems || Number.isNaN(high) || Number.isNaN(low)) return;
    if (item >= this.#seen.length) this.#grow(item + 1);
    this.#high[item] = high;
    this.#low[item] = low;
    this.#seen[item] = 1;
    this.#end = Math.max(this.#end, item + 1);
  }

  /** The lowest item whose result is known in both and not the same; null if there is none. */
  firstDifference(other: ItemHashes): number | null {
    const end = Math.min(this.#end, other.#end);
    for (let item = 0; item < end; item++) {
      if (this.#seen[item] === 0 || other.#seen[item] === 0) continue;
      if (this.#high[item] !== other.#high[item] || this.#low[item] !== other.#low[item]) return item;
    }
    return null;
  }

  #grow(least: number): void {
    let length = this.#seen.length;
    while (length < least) length *= 2;
    const [high, low, seen] = [new Uint32Array(length), new Uint32Array(length), new Uint8Array(length)];
    high.set(this.#high);
    low.set(this.#low);
    seen.set(this.#seen);
    [this.#high, this.#low, this.#seen] = [high, low, seen];
  }
}
