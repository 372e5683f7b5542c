import { readFileSync } from 'node:fs';
import { maySee } from '../proc/may-see';

/** Between a thread's last record and its being gone lie microseconds, and the turns of others. */
const patienceNs = 20e6;

export interface HiddenProcess {
  readonly pid: number;
  readonly name: string;
}

/** What a scheduler knows of processes that it can't see any more. */
export interface Hidden {
  /** All that were found; they may have ended. */
  readonly found: readonly HiddenProcess[];
  /** When one of them was last alive, ns after the epoch; 0: there was none. */
  readonly seenUntil: number;
}

export const nothingHidden: Hidden = { found: [], seenUntil: 0 };

/**
 * Processes that went on after their last record: they execute a program that has other rights than its user (setuid, setgid,
 * capabilities, a file that may be executed and not read), and from then on the kernel tells nothing about them.
 */
export class HiddenProcesses implements Hidden {
  readonly #ended = new Map<number, { readonly at: number; wasLookedAt: boolean }>();
  readonly #hidden: HiddenProcess[] = [];
  readonly #look: (pid: number) => HiddenProcess | null;
  readonly #asRoot: boolean;
  #seenUntil = 0;

  /**
   * @param look the process, if it is alive and can't be seen; else null
   * @param asRoot one that can't be seen may be any other user's, also one that is about to be gone
   */
  constructor(
    look: (pid: number) => HiddenProcess | null = lookForRights,
    asRoot: boolean = process.geteuid?.() === 0,
  ) {
    this.#look = look;
    this.#asRoot = asRoot;
  }

  get found(): readonly HiddenProcess[] {
    return this.#hidden;
  }

  get seenUntil(): number {
    return this.#seenUntil;
  }

  /** Those that are alive. */
  get alive(): readonly number[] {
    const pids = [...this.#hidden.map(({ pid }) => pid), ...this.#ended.keys()];
    return pids.filter((pid) => this.#look(pid) !== null);
  }

  /** The last record of a process's first thread was read. */
  ended(pid: number, at: number): void {
    this.#ended.set(pid, { at, wasLookedAt: false });
  }

  poll(now: number): void {
    for (const [pid, ended] of this.#ended) {
      const isGone = now - ended.at >= patienceNs;
      // Once soon, as it may not live long; and once when it must have got its rights, or be gone.
      if (!isGone && (this.#asRoot || ended.wasLookedAt)) continue;
      ended.wasLookedAt = true;
      const process = this.#look(pid);
      if (process !== null) this.#hidden.push(process);
      if (process !== null || isGone) this.#ended.delete(pid);
    }
    if (this.#hidden.some(({ pid }) => this.#look(pid) !== null)) this.#seenUntil = now;
  }
}

function lookForRights(pid: number): HiddenProcess | null {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return null;
  }
  if (/^State:\t[ZX]/m.test(status)) return null;
  const user = /^Uid:\t\d+\t(\d+)/m.exec(status)?.[1];
  if (Number(user) === process.geteuid?.() && maySee(pid)) return null;
  return { pid, name: /^Name:\t(.*)$/m.exec(status)?.[1] ?? '' };
}
