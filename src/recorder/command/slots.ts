/** Rows for things that overlap: each takes the lowest that is free. */
export class Slots {
  /** Free ones below `#next`, as a binary heap: ten thousand tasks may end at once. */
  readonly #free: number[] = [];
  #next = 0;

  take(): number {
    const lowest = this.#free[0];
    if (lowest === undefined) return this.#next < mostSlots ? this.#next++ : mostSlots;
    const last = this.#free.pop()!;
    if (this.#free.length > 0) this.#sink(last);
    return lowest;
  }

  give(slot: number): void {
    if (slot >= mostSlots) return;
    const free = this.#free;
    let at = free.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (free[parent]! <= slot) break;
      free[at] = free[parent]!;
      at = parent;
    }
    free[at] = slot;
  }

  /** Puts one in the place of the lowest, and down to where it belongs. */
  #sink(slot: number): void {
    const free = this.#free;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= free.length) break;
      if (child + 1 < free.length && free[child + 1]! < free[child]!) child++;
      if (free[child]! >= slot) break;
      free[at] = free[child]!;
      at = child;
    }
    free[at] = slot;
  }
}

/** What a column of rows can hold; all above share the last one. */
const mostSlots = 65_535;
