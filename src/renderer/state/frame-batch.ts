/** Runs a callback once, soon; the window gives the next animation frame, a test whatever it likes. */
export type Schedule = (callback: () => void) => void;

/**
 * Frames do not come while the window is hidden: then a timer keeps the queue from growing without end.
 */
export const nextFrame: Schedule = (callback) => {
  let ran = false;
  const once = (): void => {
    if (ran) return;
    ran = true;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    callback();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, 250);
};

/** Collects items and hands them over together, once per `schedule`. */
export class FrameBatch<T> {
  readonly #handle: (items: readonly T[]) => void;
  readonly #schedule: Schedule;
  #items: T[] = [];

  constructor(handle: (items: readonly T[]) => void, schedule: Schedule = nextFrame) {
    this.#handle = handle;
    this.#schedule = schedule;
  }

  add(item: T): void {
    this.#items.push(item);
    if (this.#items.length > 1) return;
    this.#schedule(() => this.flush());
  }

  flush(): void {
    if (this.#items.length === 0) return;
    const items = this.#items;
    this.#items = [];
    this.#handle(items);
  }
}
