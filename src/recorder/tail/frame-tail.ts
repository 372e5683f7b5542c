import { closeSync, constants, fstatSync, readSync } from 'node:fs';
import { decodeFrames, frameHeaderBytes, type RawFrame } from '../../core/protocol/frames';
import { openOwnFile } from './open-own-file';
import { jobLimits, ReadBudget, type ReadLimits } from './read-budget';

/** Read from one file at a time: what is more waits, so that memory and time stay bounded. */
const readBytes = 256 * 1024;

/** Reads whole frames from one file that grows. */
export class FrameTail {
  readonly path: string;
  readonly #descriptor: number;
  readonly #limits: ReadLimits;
  readonly #budget: ReadBudget;
  #offset = 0;
  /** Bytes of a frame that is not whole yet. */
  #rest = new Uint8Array(0);
  /** Found behind frames that were good: thrown once those have been handed out. */
  #garbage: Error | null = null;

  /** @throws {Error} when the file can't be opened, or is none that a program of this user wrote. */
  constructor(path: string, limits: ReadLimits = jobLimits) {
    this.path = path;
    this.#limits = limits;
    this.#budget = new ReadBudget(limits);
    this.#descriptor = openOwnFile(path, constants.O_RDONLY);
  }

  /** Byte from which on nothing has been handed out. */
  get position(): number {
    return this.#offset - this.#rest.length;
  }

  /**
   * The next frames; none when nothing was appended. `more`: there are bytes left to read.
   *
   * @throws {Error} when the bytes are no frames, or too many.
   */
  read(): { readonly frames: readonly RawFrame[]; readonly more: boolean } {
    if (this.#garbage !== null) throw this.#garbage;
    const length = Math.min(fstatSync(this.#descriptor).size - this.#offset, readBytes);
    if (length <= 0) return { frames: [], more: false };
    this.#budget.take(length);
    const bytes = new Uint8Array(this.#rest.length + length);
    bytes.set(this.#rest);
    const count = readSync(this.#descriptor, bytes, this.#rest.length, length, this.#offset);
    this.#offset += count;
    const filled = bytes.subarray(0, this.#rest.length + count);
    const good = lengthBeforeGarbage(filled, this.#limits.maxFrameBytes);
    const { frames, consumed } = decodeFrames(filled.subarray(0, good));
    this.#rest = filled.slice(consumed);
    if (good < filled.length) {
      this.#garbage = new Error(`no frame begins at byte ${this.position}`);
      return { frames, more: true };
    }
    return { frames, more: count === readBytes };
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** `decodeFrames` refuses bytes with an impossible length in them as a whole; what comes before is good. */
function lengthBeforeGarbage(bytes: Uint8Array, maxFrameBytes: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + frameHeaderBytes <= bytes.byteLength) {
    const length = view.getUint32(at + 4, true);
    if (length > maxFrameBytes) return at;
    at += frameHeaderBytes + ((length + 7) & ~7);
  }
  return bytes.byteLength;
}
