import { readdirSync, statSync } from 'node:fs';

/** Threads of a process in the order of their numbers, so that their lanes are as well. */
const byNumber = new Intl.Collator('en', { numeric: true }).compare;

/** A folder whose listing is read only when something in it was made or removed: cheap to ask 20 times a second. */
export class WatchedFolder {
  readonly path: string;
  #changed = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** Its names in order; none when nothing changed since they were last asked for, or when the folder is gone. */
  changedNames(): readonly string[] {
    try {
      const changed = statSync(this.path).mtimeMs;
      if (changed === this.#changed) return [];
      // A file made within the same clock tick would not move the folder's time: look again until it is older.
      this.#changed = Date.now() - changed < 100 ? 0 : changed;
      return readdirSync(this.path).sort(byNumber);
    } catch {
      return [];
    }
  }

  /** Its names are wanted again, whether it changed or not. */
  lookAgain(): void {
    this.#changed = 0;
  }
}
