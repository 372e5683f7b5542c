import type { ItemQueue } from './item-queue';
import { SlotPool } from './slot-pool';

/** Runs one item; null: it has ended already. */
export type StartItem = (index: number, item: unknown, slot: number) => Promise<void> | null;

/**
 * As a plain `for` loop does it: the next item begins when the last has ended, and the event loop turns only while
 * an item is waited for.
 */
export async function runSerially(queue: ItemQueue, start: StartItem): Promise<void> {
  for (let index = queue.next(); index >= 0; index = queue.next()) {
    const pending = start(index, queue.item(index), 0);
    if (pending !== null) await pending;
  }
}

/** Up to `inFlight` items at once on this event loop. The first failure ends it; what is in flight is left alone. */
export function runConcurrently(queue: ItemQueue, inFlight: number, start: StartItem): Promise<void> {
  return new Promise((resolve, reject) => {
    const flight = new Flight(queue, inFlight, start, resolve, reject);
    flight.fill();
  });
}

class Flight {
  readonly #slots: SlotPool;
  #running = 0;
  #failed = false;

  constructor(
    private readonly queue: ItemQueue,
    private readonly inFlight: number,
    private readonly start: StartItem,
    private readonly onEnd: () => void,
    private readonly onFailure: (error: unknown) => void,
  ) {
    this.#slots = new SlotPool(inFlight);
  }

  /** Items that end at once leave room for the next: the loop goes on until all places are taken. */
  fill(): void {
    while (!this.#failed && this.#running < this.inFlight) {
      const index = this.queue.next();
      if (index < 0) break;
      this.#begin(index);
    }
    if (this.#running === 0 && !this.#failed) this.onEnd();
  }

  #begin(index: number): void {
    const slot = this.#slots.take();
    try {
      const pending = this.start(index, this.queue.item(index), slot);
      if (pending === null) this.#slots.giveBack(slot);
      else this.#await(pending, slot);
    } catch (error) {
      this.#fail(error);
    }
  }

  #await(pending: Promise<void>, slot: number): void {
    this.#running++;
    pending.then(
      () => {
        this.#running--;
        this.#slots.giveBack(slot);
        this.fill();
      },
      (error: unknown) => this.#fail(error),
    );
  }

  #fail(error: unknown): void {
    this.#failed = true;
    this.onFailure(error);
  }
}
