import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { decodeFrames, frameHeaderBytes, maxFrameBytes, type RawFrame } from '../../core/protocol/frames';

/** Read from one file at one poll: what is more waits for the next, so that memory stays bounded. */
const readBytes = 1024 * 1024;

/** Reads whole frames from one file that grows. */
export class FrameTail {
  readonly path: string;
  readonly #descriptor: number;
  #offset = 0;
  /** Bytes of a frame that is not whole yet. */
  #rest = new Uint8Array(0);
  /** Found behind frames that were good: thrown once those have been handed out. */
  #garbage: Error | null = null;

  /** @throws {Error} when the file can't be opened. */
  constructor(path: string) {
    this.path = path;
    // A pipe of that name would hold us here until somebody writes to it.
    this.#descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (fstatSync(this.#descriptor).isFile()) return;
    closeSync(this.#descriptor);
    throw new Error('no file');
  }

  /** Byte from which on nothing has been handed out. */
  get position(): number {
    return this.#offset - this.#rest.length;
  }

  /**
   * The next frames; none when nothing was appended. `more`: there are bytes left to read.
   *
   * @throws {Error} when the bytes are no frames.
   */
  read(): { readonly frames: readonly RawFrame[]; readonly more: boolean } {
    if (this.#garbage !== null) throw this.#garbage;
    const length = Math.min(fstatSync(this.#descriptor).size - this.#offset, readBytes);
    if (length <= 0) return { frames: [], more: false };
    const bytes = new Uint8Array(this.#rest.length + length);
    bytes.set(this.#rest);
    const count = readSync(this.#descriptor, bytes, this.#rest.length, length, this.#offset);
    this.#offset += count;
    const filled = bytes.subarray(0, this.#rest.length + count);
    const good = lengthBeforeGarbage(filled);
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
function lengthBeforeGarbage(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + frameHeaderBytes <= bytes.byteLength) {
    const length = view.getUint32(at + 4, true);
    if (length > maxFrameBytes) return at;
    at += frameHeaderBytes + ((length + 7) & ~7);
  }
  return bytes.byteLength;
}
