import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RawFrame } from '../../core/protocol/frames';
import { FrameTail } from './frame-tail';
import { WatchedFolder } from './watched-folder';

/** A file of a run's folder whose rest can't be used. */
export interface LostFile {
  readonly file: string;
  /** Byte from which on it is lost. */
  readonly from: number;
  readonly reason: string;
}

export interface FrameListener {
  /** `file`: the name of the file, one per thread. @throws {Error} when a frame holds what no worker writes. */
  frame(file: string, frame: RawFrame): void;
  lost(lost: LostFile): void;
}

/** More threads than any pool has; a folder that holds more files is not filled by our workers. */
const mostFilesOfJob = 4096;

/** Watches a run's folder for `*.frames` files and hands on their frames, file by file in order. */
export class FramesTailer {
  readonly #folder: WatchedFolder;
  readonly #listener: FrameListener;
  readonly #tails = new Map<string, FrameTail | null>();
  readonly #mostFiles: number;

  /** @param mostFiles read at once; others are read once some of these are `remove`d. */
  constructor(folder: string, listener: FrameListener, mostFiles = mostFilesOfJob) {
    this.#folder = new WatchedFolder(folder);
    this.#listener = listener;
    this.#mostFiles = mostFiles;
  }

  /** Hands on what was appended since the last poll. True: there is more to read now. */
  poll(): boolean {
    this.#findFiles();
    let more = false;
    for (const [name, tail] of this.#tails) if (tail !== null && this.#read(name, tail)) more = true;
    return more;
  }

  /** Reads everything to the end, then closes the files. A truncated frame at a file's end is left out. */
  finish(): void {
    this.#folder.lookAgain();
    while (this.poll());
    this.close();
  }

  /** Nothing will be appended to this file any more, and all of it was handed on: it goes. */
  remove(file: string): void {
    this.#tails.get(file)?.close();
    try {
      rmSync(join(this.#folder.path, file), { force: true });
    } catch {
      this.#tails.set(file, null);
      return;
    }
    this.#tails.delete(file);
    this.#folder.lookAgain();
  }

  close(): void {
    for (const tail of this.#tails.values()) tail?.close();
    this.#tails.clear();
  }

  #findFiles(): void {
    for (const name of this.#folder.changedNames()) {
      if (!name.endsWith('.frames') || this.#tails.has(name) || this.#tails.size >= this.#mostFiles) continue;
      try {
        this.#tails.set(name, new FrameTail(join(this.#folder.path, name)));
      } catch (error) {
        this.#tails.set(name, null);
        this.#listener.lost({ file: name, from: 0, reason: messageOf(error) });
      }
    }
  }

  #read(name: string, tail: FrameTail): boolean {
    const before = tail.position;
    try {
      const { frames, more } = tail.read();
      for (const frame of frames) this.#listener.frame(name, frame);
      return more;
    } catch (error) {
      tail.close();
      this.#tails.set(name, null);
      this.#listener.lost({ file: basename(tail.path), from: before, reason: messageOf(error) });
      return false;
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
