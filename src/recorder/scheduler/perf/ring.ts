import { libc } from './libc';
import { PerfRefusal } from './open-event';

const pageBytes = 4096;
const readWrite = 3;
const shared = 1;
const failed = 0xffff_ffff_ffff_ffffn;
/** Places of `data_head` and `data_tail` in the first page (`struct perf_event_mmap_page`). */
const headAt = 1024n;
const tailAt = 1032n;

/** The records of one event: written by the kernel, read and given back here. */
export class Ring {
  readonly #file: number;
  readonly #pages: ReturnType<ReturnType<typeof libc>['mmap']>;
  readonly #address: bigint;
  readonly #size: number;
  readonly #copy: Buffer;
  readonly #word = Buffer.alloc(8);
  #tail = 0n;

  /**
   * @param file of an event; the ring closes it
   * @param pages for data, a power of two
   * @param fewestPages so few are taken where the kernel allows no more (it counts them for each user)
   * @throws {PerfRefusal} where it allows none; the file is closed then
   */
  constructor(file: number, pages: number, fewestPages: number) {
    this.#file = file;
    for (let count = pages; ; count /= 2) {
      const mapped = libc().mmap(null, (count + 1) * pageBytes, readWrite, shared, file, 0);
      if (libc().addressOf(mapped) !== failed) {
        this.#pages = mapped;
        this.#size = count * pageBytes;
        break;
      }
      const code = libc().lastError();
      if (code === 'EPERM' && count > fewestPages) continue;
      libc().close(file);
      throw new PerfRefusal(code, 'mmap');
    }
    this.#address = libc().addressOf(this.#pages);
    this.#copy = Buffer.alloc(this.#size);
  }

  /** Of the event. */
  get file(): number {
    return this.#file;
  }

  /** Bytes it holds at most. */
  get size(): number {
    return this.#size;
  }

  /** What has come since the last call: whole records, in a buffer that the next call overwrites. */
  drain(): Buffer {
    const head = this.#read(headAt);
    const bytes = Number(head - this.#tail);
    if (bytes === 0) return this.#copy.subarray(0, 0);
    const start = Number(this.#tail % BigInt(this.#size));
    const first = Math.min(bytes, this.#size - start);
    const data = this.#address + BigInt(pageBytes);
    libc().copyFrom(this.#copy, data + BigInt(start), first);
    if (bytes > first) libc().copyFrom(this.#copy.subarray(first), data, bytes - first);
    this.#tail = head;
    this.#word.writeBigUInt64LE(head);
    libc().copyTo(this.#address + tailAt, this.#word, 8);
    return this.#copy.subarray(0, bytes);
  }

  close(): void {
    libc().munmap(this.#pages, this.#size + pageBytes);
    libc().close(this.#file);
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
