import { parseRecords, type SchedulerRecord, type Span } from './records';
import type { Ring } from './ring';

/**
 * Less room than this in a ring, and the next record may not have had any: the largest that there is has 56 bytes, and 48 more
 * where the kernel has a loss to tell of with it.
 */
const largestRecord = 56 + 48;

/**
 * The records of one CPU, and where some are missing. The kernel drops what finds no room, and there is none again until the
 * ring is read: so what is missing lies between the last record and the end of a reading that finds the ring full. The
 * kernel says how many there were with the first record afterwards, whenever that is.
 */
export class CpuRecords {
  readonly #cpu: number;
  readonly #ring: Pick<Ring, 'drain' | 'size' | 'close' | 'file'>;
  readonly #epoch: number;
  /** The last one that found something. */
  #lastReading: Span = { from: 0, until: 0 };
  /** It was told of a loss, but not of how much that was. */
  #owesCount = false;

  /** @param epoch ns of CLOCK_MONOTONIC */
  constructor(cpu: number, ring: Pick<Ring, 'drain' | 'size' | 'close' | 'file'>, epoch: number) {
    this.#cpu = cpu;
    this.#ring = ring;
    this.#epoch = epoch;
  }

  /** Of the event whose ring it is. */
  get file(): number {
    return this.#ring.file;
  }

  /** @param now reads the clock, ns after the epoch */
  read(now: () => number, into: SchedulerRecord[]): void {
    const from = now();
    const bytes = this.#ring.drain();
    const until = now();
    const first = into.length;
    const last = parseRecords(bytes, this.#epoch, this.#lastReading, into);
    if (last === null) return;
    this.#lastReading = { from, until };
    for (let index = first; index < into.length; index++) {
      const record = into[index]!;
      if (record.kind !== 'lost' || !this.#owesCount) continue;
      into[index] = { ...record, at: from, until: from };
      this.#owesCount = false;
    }
    if (this.#ring.size - bytes.length > largestRecord) return;
    this.#owesCount = true;
    into.push({ kind: 'lost', at: last, until, cpu: this.#cpu, count: 0 });
  }

  close(): void {
    this.#ring.close();
  }
}
