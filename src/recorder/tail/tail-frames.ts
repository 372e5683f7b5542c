import { join } from 'node:path';
import type { RawFrame } from '../../core/protocol/frames';
import { FrameTail } from './frame-tail';
import { jobLimits, type ReadLimits } from './read-budget';
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
const suffix = '.frames';
/** One poll reads for no longer: whoever polls has an event loop that must turn. */
const maxPollMs = 20;
/** What is left at the end is read for no longer, unless the files are those of a job. */
const maxFinishMs = 1000;

export interface TailOptions {
  /** Read at once; others are read once some of these are `remove`d. */
  readonly mostFiles?: number;
  readonly limits?: ReadLimits;
  /** ms at the most for what is left at the end. */
  readonly finishMs?: number;
}

/** Files that people's programs write to: whoever reads them must not be held up. */
export const ofPrograms = { finishMs: maxFinishMs } as const;

/** Watches a run's folder for `*.frames` files and hands on their frames, file by file in order. */
export class FramesTailer {
  readonly #folder: WatchedFolder;
  readonly #listener: FrameListener;
  readonly #tails = new Map<string, FrameTail | null>();
  readonly #mostFiles: number;
  readonly #limits: ReadLimits;
  readonly #finishMs: number;
  #isFull = false;

  constructor(
    folder: string,
    listener: FrameListener,
    { mostFiles = mostFilesOfJob, limits = jobLimits, finishMs = Infinity }: TailOptions = {},
  ) {
    this.#folder = new WatchedFolder(folder, (name) => name.endsWith(suffix));
    this.#listener = listener;
    this.#mostFiles = mostFiles;
    this.#limits = limits;
    this.#finishMs = finishMs;
  }

  /** Hands on what was appended since the last poll, a piece of each file in turn. True: there is more to read now. */
  poll(): boolean {
    this.#findFiles();
    const until = performance.now() + maxPollMs;
    let hasMore = true;
    while (hasMore && performance.now() < until) hasMore = this.#pollOnce(until);
    return hasMore;
  }

  #pollOnce(until: number): boolean {
    let more = false;
    // Those that move behind the others are not read twice.
    const tails = [...this.#tails];
    for (const [name, tail] of tails) {
      if (tail === null || !this.#read(name, tail)) continue;
      more = true;
      // The others come first from now on.
      if (this.#tails.delete(name)) this.#tails.set(name, tail);
      if (performance.now() >= until) break;
    }
    return more;
  }

  /** Reads everything to the end, then closes the files. A truncated frame at a file's end is left out. */
  finish(): void {
    this.#folder.lookAgain();
    const until = performance.now() + this.#finishMs;
    while (this.poll()) {
      if (performance.now() < until) continue;
      for (const [name, tail] of this.#tails) {
        if (tail !== null && this.#read(name, tail))
          this.#lose(name, tail, tail.position, 'there was no time for the rest');
      }
      break;
    }
    this.close();
  }

  /** Nothing will be appended to this file any more, and all of it was handed on: it goes. */
  remove(file: string): void {
    this.#tails.get(file)?.close();
    try {
      this.#folder.remove(file);
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
    this.#folder.close();
  }

  #findFiles(): void {
    for (const name of this.#folder.changedNames()) {
      if (this.#tails.has(name)) continue;
      if (this.#tails.size >= this.#mostFiles) return this.#full(name);
      try {
        this.#tails.set(name, new FrameTail(join(this.#folder.path, name), this.#limits));
      } catch (error) {
        this.#tails.set(name, null);
        this.#listener.lost({ file: name, from: 0, reason: messageOf(error) });
      }
    }
  }

  #full(name: string): void {
    if (this.#isFull) return;
    this.#isFull = true;
    const reason = `there are more than ${this.#mostFiles} files: others are read once some of these are gone`;
    this.#listener.lost({ file: name, from: 0, reason });
  }

  /** True: it has more. */
  #read(name: string, tail: FrameTail): boolean {
    const before = tail.position;
    try {
      const { frames, more } = tail.read();
      for (const frame of frames) this.#listener.frame(name, frame);
      return more;
    } catch (error) {
      this.#lose(name, tail, before, messageOf(error));
      return false;
    }
  }

  #lose(name: string, tail: FrameTail, from: number, reason: string): void {
    tail.close();
    this.#tails.set(name, null);
    this.#listener.lost({ file: name, from, reason });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
