/** Items in order, each given out once. */
export interface ItemQueue {
  /** Index of the next item; -1 if there are no more. */
  next(): number;
  item(index: number): unknown;
}

/** Items `first`, `first + 1`, … of the whole; `items[0]` is the item `first`. */
export function queueOf(items: readonly unknown[], first = 0): ItemQueue {
  let next = 0;
  return {
    next: () => (next < items.length ? first + next++ : -1),
    item: (index) => items[index - first],
  };
}

/*
 * One queue for all threads of a pool: each thread adds 1 to a shared counter and runs the item it got.
 * Beside it lies what each thread is running, so that the host can name the item should the thread die.
 *
 *   Int32Array   [ next item | item + 1 that worker 0 runs, or 0 | worker 1 | … ]
 */
export function sharedQueueMemory(workers: number): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * (1 + workers));
}

export function sharedQueue(items: readonly unknown[], memory: SharedArrayBuffer, worker: number): ItemQueue {
  const words = new Int32Array(memory);
  return {
    next: () => {
      const index = Atomics.add(words, 0, 1);
      const taken = index < items.length;
      Atomics.store(words, 1 + worker, taken ? index + 1 : 0);
      return taken ? index : -1;
    },
    item: (index) => items[index],
  };
}

/** The item that the worker had taken and not finished; null if there is none. */
export function itemOfWorker(memory: SharedArrayBuffer, worker: number): number | null {
  const item = Atomics.load(new Int32Array(memory), 1 + worker);
  return item === 0 ? null : item - 1;
}
