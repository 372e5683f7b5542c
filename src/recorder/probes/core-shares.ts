import type { CoreTimes } from './core-times';

/**
 * Busy shares of the cores from one reading to the next.
 *
 * The kernel counts whole ticks, so a window of 50 ms of a busy core may hold 4 or 6 of them. What is over one is
 * carried to the next window: no share exceeds 1, and the mean over many is right.
 */
export class CoreShares {
  #times: CoreTimes | null = null;
  #atNs = 0n;
  readonly #carried = new Map<number, number>();

  /** Shares since the last call, by core; null at the first. Cores that were switched off are left out. */
  next(times: CoreTimes, atNs: bigint): ReadonlyMap<number, number> | null {
    const [last, elapsed] = [this.#times, Number(atNs - this.#atNs)];
    this.#times = times;
    this.#atNs = atNs;
    if (last === null || elapsed <= 0) return null;
    const shares = new Map<number, number>();
    for (const [core, time] of times) {
      const before = last.get(core);
      if (before === undefined) continue;
      const busy = Math.max(0, time - before) + (this.#carried.get(core) ?? 0);
      shares.set(core, Math.min(1, busy / elapsed));
      this.#carried.set(core, Math.max(0, busy - elapsed));
    }
    return shares;
  }
}
