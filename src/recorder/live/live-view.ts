import type { LiveProcess, LiveSample } from '../../core/protocol/recorder';
import { CoreShares } from '../probes/core-shares';
import { openCoreTimes, type CoreTimesReader } from '../probes/core-times';
import { openProcessList, type ProcessList } from './process-list';

/** The machine now: its cores at every period, its busiest processes once in a while. */
export class LiveView {
  readonly #tell: (sample: LiveSample) => void;
  #open: Open | null = null;

  constructor(tell: (sample: LiveSample) => void) {
    this.#tell = tell;
  }

  /** @throws {Error} when the cores of this machine can't be read. */
  set(on: boolean): void {
    if (on === (this.#open !== null)) return;
    if (on) {
      this.#open = new Open(this.#tell);
    } else {
      this.#open?.close();
      this.#open = null;
    }
  }
}

class Open {
  readonly #tell: (sample: LiveSample) => void;
  readonly #reader: CoreTimesReader = openCoreTimes();
  readonly #shares = new CoreShares();
  readonly #list: ProcessList = openProcessList();
  readonly #timer: NodeJS.Timeout;
  /** Read, and not told yet: they go with the next sample of the cores. */
  #processes: readonly LiveProcess[] | null = null;
  #listedAt = 0;

  constructor(tell: (sample: LiveSample) => void) {
    this.#tell = tell;
    this.#sample();
    this.#timer = setInterval(() => this.#sample(), this.#reader.periodMs);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#reader.close();
  }

  #sample(): void {
    const now = process.hrtime.bigint();
    const atMs = Number(now) / 1e6;
    this.#readList(atMs);
    const shares = this.#shares.next(this.#reader.read(), now);
    if (shares === null) return;
    const processes = this.#processes;
    this.#processes = null;
    const { periodMs } = this.#reader;
    this.#tell({ atMs, cores: [...shares.values()], periodMs, ...(processes === null ? {} : { processes }) });
  }

  #readList(atMs: number): void {
    if (atMs - this.#listedAt < this.#list.periodMs) return;
    this.#listedAt = atMs;
    this.#list.read(atMs).then(
      (processes) => {
        if (processes !== null) this.#processes = processes;
      },
      // A machine that doesn't tell its processes still has cores to show.
      () => undefined,
    );
  }
}
