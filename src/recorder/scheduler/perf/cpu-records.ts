import { RecordCursor, type RecordTaker, type Span } from './records';
import type { Reading } from './ring-reader';

interface Waiting extends Reading {
  /** Of the reading before: what is told to be lost here was lost while that went on. */
  readonly before: Span;
}

/**
 * The records of one CPU, and where some are missing. They are taken out of the ring as fast as they come, and wait here as
 * long as it takes. The kernel drops what finds no room, and there is none again until the ring is read: so what is missing
 * lies between the last record and the end of a reading that finds the ring full. The kernel says how many there were with
 * the first record afterwards, whenever that is.
 */
export class CpuRecords {
  readonly #cpu: number;
  readonly #epoch: number;
  /** Those behind the one that is gone through. */
  readonly #readings: Waiting[] = [];
  #reading: Waiting | null = null;
  #cursor: RecordCursor | null = null;
  /** Where the cursor stands: on a record, or behind the last one of a reading that found the ring full. */
  #isBehind = false;
  #lastSpan: Span = { from: 0, until: 0 };
  /** It was told of a loss, but not of how much that was. */
  #owesCount = false;
  #nextAt = Infinity;
  #waiting = 0;

  /** @param epoch ns of CLOCK_MONOTONIC */
  constructor(cpu: number, epoch: number) {
    this.#cpu = cpu;
    this.#epoch = epoch;
  }

  /** Time of the first record that waits, ns after the epoch; Infinity: there is none. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** Bytes of records that wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** What a reading of its ring has found. */
  add(reading: Reading): void {
    this.#readings.push({ ...reading, before: this.#lastSpan });
    this.#lastSpan = reading.span;
    this.#waiting += reading.bytes.length;
    if (this.#nextAt === Infinity) this.#advance();
  }

  /** Hands on the first one that waits: there must be one. */
  handOn(taker: RecordTaker): void {
    const { span, before } = this.#reading!;
    if (this.#isBehind) {
      this.#owesCount = true;
      taker.take({ kind: 'lost', at: this.#nextAt, until: span.until, cpu: this.#cpu, count: 0 });
    } else if (this.#owesCount && this.#cursor!.isLoss) {
      this.#owesCount = false;
      this.#cursor!.handOn(taker, { from: span.from, until: span.from });
    } else {
      this.#cursor!.handOn(taker, before);
    }
    this.#advance();
  }

  /** Leaves out the first one that waits: there must be one. */
  skip(): void {
    this.#advance();
  }

  #advance(): void {
    for (;;) {
      if (this.#cursor?.next() === true) {
        // A loss is told of before anything that came after it.
        this.#nextAt = this.#cursor.isLoss && !this.#owesCount ? this.#reading!.before.from : this.#cursor.at;
        return;
      }
      if (this.#reading?.isFull === true && !this.#isBehind) {
        this.#isBehind = true;
        this.#nextAt = this.#cursor!.at;
        return;
      }
      this.#waiting -= this.#reading?.bytes.length ?? 0;
      this.#isBehind = false;
      this.#reading = this.#readings.shift() ?? null;
      this.#cursor = this.#reading === null ? null : new RecordCursor(this.#reading.bytes, this.#epoch);
      if (this.#cursor === null) {
        this.#nextAt = Infinity;
        return;
      }
    }
  }
}
