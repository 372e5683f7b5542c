/** Rows for tasks that overlap. A number is used for the first time only when no used one is free: the picture stays compact. */
export class SlotPool {
  readonly #free: number[];

  constructor(size: number) {
    // Descending, as a stack: slots are given back in any order, and the one given back last is taken first.
    this.#free = Array.from({ length: size }, (_, index) => size - 1 - index);
  }

  /** -1 if none is free. */
  take(): number {
    return this.#free.pop() ?? -1;
  }

  giveBack(slot: number): void {
    this.#free.push(slot);
  }
}
