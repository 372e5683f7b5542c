import { libc } from './libc';
import type { Span } from './records';

export const pageBytes = 4096;
/** Places of `data_head` and `data_tail` in the first page (`struct perf_event_mmap_page`). */
const headAt = 1024n;
const tailAt = 1032n;
/**
 * Less room than this in a ring, and the next record may not have had any: the largest that there is has 56 bytes, and 48 more
 * where the kernel has a loss to tell of with it.
 */
const largestRecord = 56 + 48;

/** Where a ring lies in the memory of this process: its first page, and bytes of data behind that. */
export interface RingPlace {
  readonly address: bigint;
  readonly size: number;
}

/** What one reading of a ring has found. */
export interface Reading {
  /** Whole records, in memory of their own. */
  readonly bytes: Buffer;
  /** When it was read, ns after the epoch. */
  readonly span: Span;
  /** The next record may have found no room. */
  readonly isFull: boolean;
}

/** Takes records out of a ring and gives the room back to the kernel. Any thread of the process may, but one at a time. */
export class RingReader {
  readonly #address: bigint;
  readonly #size: number;
  readonly #word = Buffer.alloc(8);

  constructor({ address, size }: RingPlace) {
    this.#address = address;
    this.#size = size;
  }

  /** What has come since the last reading; null: nothing. @param now reads the clock, ns after the epoch */
  read(now: () => number): Reading | null {
    const from = now();
    const head = this.#read(headAt);
    const tail = this.#read(tailAt);
    const length = Number(head - tail);
    if (length === 0) return null;
    const bytes = Buffer.allocUnsafeSlow(length);
    const start = Number(tail % BigInt(this.#size));
    const first = Math.min(length, this.#size - start);
    const data = this.#address + BigInt(pageBytes);
    libc().copyFrom(bytes, data + BigInt(start), first);
    if (length > first) libc().copyFrom(bytes.subarray(first), data, length - first);
    this.#word.writeBigUInt64LE(head);
    libc().copyTo(this.#address + tailAt, this.#word, 8);
    return { bytes, span: { from, until: now() }, isFull: isFull(length, this.#size) };
  }

  /**
   * A call into C and back lies between this and every copy that follows: far more than the load-acquire that the
   * kernel asks of readers on machines with weak ordering takes, and the call itself is a barrier to the compiler.
   */
  #read(offset: bigint): bigint {
    libc().copyFrom(this.#word, this.#address + offset, 8);
    return this.#word.readBigUInt64LE();
  }
}

/** @param length bytes that a ring of this size holds */
export const isFull = (length: number, size: number): boolean => size - length <= largestRecord;
