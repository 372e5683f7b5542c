import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';

/**
 * A file that only grows by whole pieces. When one does not fit (a full disk) the file is cut back to the last whole
 * one, and the error goes to the caller.
 *
 * Writes are synchronous: four times a second into the page cache, so that a killed recorder loses one flush at most.
 */
export class AppendFile {
  readonly #descriptor: number;
  #length = 0;
  #open = true;

  constructor(path: string) {
    this.#descriptor = openSync(path, 'wx', 0o600);
  }

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): void {
    // One that was deleted takes all that is written to it, and loses it.
    if (fstatSync(this.#descriptor).nlink === 0) throw Object.assign(new Error('deleted'), { code: 'ENOENT' });
    try {
      for (let at = 0; at < bytes.length;) {
        at += writeSync(this.#descriptor, bytes, at, bytes.length - at, this.#length + at);
      }
      this.#length += bytes.length;
    } catch (error) {
      ftruncateSync(this.#descriptor, this.#length);
      throw error;
    }
  }

  /** Brings it to disk and closes it; does nothing when that was done. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    try {
      fsyncSync(this.#descriptor);
    } finally {
      closeSync(this.#descriptor);
    }
  }
}
