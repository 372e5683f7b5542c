/*
 * The run on the recorder's own clock: what programs tell of times is held against it.
 */

/** The clocks of two processes are read one after the other, and an agent rounds its origin. */
const slackNs = 5e6;
/** Threads that say hello in one run: each is a lane. */
const maxThreads = 20_000;

export interface RunTime {
  /** t = 0 on CLOCK_MONOTONIC in ns, as a decimal string; null: that of the first agent that says hello. */
  readonly epochNs: string | null;
  /** Nanos on CLOCK_MONOTONIC. */
  readonly monotonic: () => bigint;
}

export const monotonicTime: RunTime = { epochNs: null, monotonic: () => process.hrtime.bigint() };

/** Accepts times between a run's start and this moment. */
export class RunBounds {
  #epochNs: string | null;
  readonly #monotonic: () => bigint;
  #until = 0;
  #threads = 0;

  constructor({ epochNs, monotonic }: RunTime) {
    this.#epochNs = epochNs;
    this.#monotonic = monotonic;
  }

  /** @throws {Error} when a hello names another run than this one. */
  checkEpoch(epochNs: string): void {
    this.#epochNs ??= epochNs;
    if (epochNs !== this.#epochNs) throw new Error('it belongs to another run');
  }

  /** @throws {Error} when a thread says that it began outside of the run, or is one too many. */
  checkHello(at: number): number {
    if (++this.#threads > maxThreads) throw new Error(`more than ${maxThreads} threads`);
    try {
      return this.check(at);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new Error(`its clock is not the recorder’s: ${said}`, { cause: error });
    }
  }

  /** The time, at least 0. @throws {Error} when it lies outside of the run so far. */
  check(time: number): number {
    if (time >= -slackNs && (time <= this.#until || time <= this.#now())) return time < 0 ? 0 : time;
    throw new Error(`the time ${formatSeconds(time)} in a run of ${formatSeconds(this.#until)}`);
  }

  /** How long something took that ended within the run. @throws {Error} when it is longer than the run so far. */
  checkLength(what: string, length: number): number {
    if (length >= 0 && (length <= this.#until || length <= this.#now())) return length;
    throw new Error(`${what} of ${formatSeconds(length)}`);
  }

  /** The clock is read only when a time lies beyond the last reading. */
  #now(): number {
    this.#until = Number(this.#monotonic() - BigInt(this.#epochNs ?? 0)) + slackNs;
    return this.#until;
  }
}

const formatSeconds = (ns: number): string => `${Number.isFinite(ns) ? (ns / 1e9).toPrecision(4) : ns} s`;
