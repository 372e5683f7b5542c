/** How much is read of one file. Whoever writes more does not write what our agents and workers do. */
export interface ReadLimits {
  /** At once, and for each second on top. */
  readonly burstBytes: number;
  readonly bytesPerSecond: number;
  /** In all. */
  readonly fileBytes: number;
  readonly maxFrameBytes: number;
}

const mebi = 1024 * 1024;

/** A task of a job takes at least 3 µs and 72 bytes. */
export const jobLimits: ReadLimits = {
  burstBytes: 512 * mebi,
  bytesPerSecond: 64 * mebi,
  fileBytes: 8192 * mebi,
  maxFrameBytes: 16 * mebi,
};

/** An agent thins what comes too fast: a thread tells up to 2 MB a second. */
export const agentLimits: ReadLimits = {
  burstBytes: 64 * mebi,
  bytesPerSecond: 4 * mebi,
  fileBytes: 1024 * mebi,
  maxFrameBytes: 2 * mebi,
};

export class ReadBudget {
  readonly #limits: ReadLimits;
  readonly #now: () => number;
  readonly #begun: number;
  #taken = 0;

  /** @param now ms on any clock that only goes forward */
  constructor(limits: ReadLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
    this.#begun = now();
  }

  /** @throws {Error} with what was too much: nothing more is to be read */
  take(bytes: number): void {
    this.#taken += bytes;
    const { burstBytes, bytesPerSecond, fileBytes } = this.#limits;
    if (this.#taken > fileBytes) throw new Error(`it has more than ${fileBytes / mebi} MiB`);
    if (this.#taken <= burstBytes) return;
    const seconds = (this.#now() - this.#begun) / 1000;
    if (this.#taken > burstBytes + seconds * bytesPerSecond) {
      throw new Error(`it grew by more than ${bytesPerSecond / mebi} MiB a second`);
    }
  }
}
