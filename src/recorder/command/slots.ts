/** Rows for things that overlap: each takes the lowest that is free. */
export class Slots {
  /** Free ones below `#next`, in no order. */
  readonly #free = new Set<number>();
  #next = 0;

  take(): number {
    if (this.#free.size === 0) return this.#next < mostSlots ? this.#next++ : mostSlots;
    const lowest = Math.min(...this.#free);
    this.#free.delete(lowest);
    return lowest;
  }

  give(slot: number): void {
    if (slot < mostSlots) this.#free.add(slot);
  }
}

/** What a column of rows can hold; all above share the last one. */
const mostSlots = 65_535;
