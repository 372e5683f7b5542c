import { closeSync, constants, existsSync, opendirSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Threads of a process in the order of their numbers, so that their lanes are as well. */
const byNumber = new Intl.Collator('en', { numeric: true }).compare;
/** Names looked at in one listing: no run has more files, and reading a million takes seconds. */
const maxNames = 20_000;
/** A folder that takes long to list is listed less often. */
const restPerListing = 20;

/**
 * A folder whose listing is read only when something in it was made or removed: cheap to ask 20 times a second. On Linux it
 * stays the folder that it was at first, whatever is put in its place.
 */
export class WatchedFolder {
  readonly #given: string;
  readonly #isWanted: (name: string) => boolean;
  #descriptor: number | null = null;
  #changed = 0;
  #restUntil = 0;

  /** @param isWanted names of files that are listed; others are as if they were not there */
  constructor(path: string, isWanted: (name: string) => boolean = () => true) {
    this.#given = path;
    this.#isWanted = isWanted;
    this.#open();
  }

  get path(): string {
    return this.#descriptor === null ? this.#given : `/proc/self/fd/${this.#descriptor}`;
  }

  /** Its names in order; none when nothing changed since they were last asked for, or when the folder is gone. */
  changedNames(): readonly string[] {
    if (performance.now() < this.#restUntil) return [];
    try {
      if (this.#descriptor === null) this.#open();
      const changed = statSync(this.path).mtimeMs;
      if (changed === this.#changed) return [];
      // A file made within the same clock tick would not move the folder's time: look again until it is older.
      this.#changed = Date.now() - changed < 100 ? 0 : changed;
      return this.#list();
    } catch {
      return [];
    }
  }

  /** Its names are wanted again, whether it changed or not. */
  lookAgain(): void {
    this.#changed = 0;
    this.#restUntil = 0;
  }

  /** Removes a file, and what it links to never. @throws {Error} when it can't be removed */
  remove(name: string): void {
    rmSync(join(this.path, name), { force: true });
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #list(): readonly string[] {
    const began = performance.now();
    const names: string[] = [];
    const folder = opendirSync(this.path, { bufferSize: 1024 });
    try {
      for (let count = 0; count < maxNames; count++) {
        const entry = folder.readSync();
        if (entry === null) break;
        if (this.#isWanted(entry.name)) names.push(entry.name);
      }
    } finally {
      folder.closeSync();
    }
    names.sort(byNumber);
    const ended = performance.now();
    this.#restUntil = ended + Math.max(0, ended - began - 2) * restPerListing;
    return names;
  }

  /** Where /proc is not there, the folder is what its path names. */
  #open(): void {
    const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;
    if (process.platform !== 'linux') return;
    try {
      this.#descriptor = openSync(this.#given, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    } catch {
      return;
    }
    if (existsSync(this.path)) return;
    this.close();
  }
}
