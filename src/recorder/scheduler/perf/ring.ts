import { libc } from './libc';
import { PerfRefusal } from './open-event';
import { pageBytes, type RingPlace } from './ring-reader';

const readWrite = 3;
const shared = 1;
const failed = 0xffff_ffff_ffff_ffffn;

/** The records of one event: written by the kernel into memory of this process. */
export class Ring {
  readonly #file: number;
  readonly #pages: ReturnType<ReturnType<typeof libc>['mmap']>;
  readonly #address: bigint;
  readonly #size: number;

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
  }

  /** Of the event. */
  get file(): number {
    return this.#file;
  }

  /** Where it lies. */
  get place(): RingPlace {
    return { address: this.#address, size: this.#size };
  }

  close(): void {
    libc().munmap(this.#pages, this.#size + pageBytes);
    libc().close(this.#file);
  }
}
