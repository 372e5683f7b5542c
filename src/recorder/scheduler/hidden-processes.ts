import { readFileSync } from 'node:fs';
import { maySee } from '../proc/may-see';
import { startedBy } from '../proc/process-start';
import { parseProcessStat } from '../proc/process-stat';
import { readProcLine } from '../proc/proc-file';

/** Between a thread's last record and its being gone lie microseconds, and the turns of others. */
const patienceNs = 20e6;

export interface HiddenProcess {
  readonly pid: number;
  readonly name: string;
}

/** The process, if it is alive and can't be seen; else null. @param endedAt when its last record was written, ns after the epoch */
export type LookForHidden = (pid: number, endedAt: number) => HiddenProcess | null;

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
  readonly #hidden: (HiddenProcess & { readonly endedAt: number })[] = [];
  readonly #look: LookForHidden;
  readonly #asRoot: boolean;
  #seenUntil = 0;

  /**
   * @param asRoot one that can't be seen may be any other user's, also one that is about to be gone
   */
  constructor(look: LookForHidden, asRoot: boolean = process.geteuid?.() === 0) {
    this.#look = look;
    this.#asRoot = asRoot;
  }

  get found(): readonly HiddenProcess[] {
    return this.#hidden.map(({ pid, name }) => ({ pid, name }));
  }

  get seenUntil(): number {
    return this.#seenUntil;
  }

  /** Those that are alive. */
  get alive(): readonly number[] {
    const ended = [...this.#ended].map(([pid, { at }]) => ({ pid, endedAt: at }));
    return [...this.#hidden, ...ended].filter((one) => this.#isThere(one)).map(({ pid }) => pid);
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
      const process = this.#look(pid, ended.at);
      if (process !== null) this.#hidden.push({ ...process, endedAt: ended.at });
      if (process !== null || isGone) this.#ended.delete(pid);
    }
    if (this.#hidden.some((one) => this.#isThere(one))) this.#seenUntil = now;
  }

  #isThere({ pid, endedAt }: { readonly pid: number; readonly endedAt: number }): boolean {
    return this.#look(pid, endedAt) !== null;
  }
}

/**
 * The process that had a number at a time, if it is alive and can't be seen.
 *
 * @param epochNs CLOCK_MONOTONIC
 */
export const lookForRights =
  (epochNs: bigint): LookForHidden =>
  (pid, endedAt) => {
    const line = readProcLine(`/proc/${pid}/stat`);
    const stat = line === null ? null : parseProcessStat(line);
    if (stat === null || stat.isEnding || ['Z', 'X'].includes(stat.state)) return null;
    const owner = ownerOf(pid);
    if (owner === null || (owner === process.geteuid?.() && maySee(pid))) return null;
    // Another one was given its number.
    if (!startedBy(pid, epochNs + BigInt(Math.round(endedAt)), stat.startedAt)) return null;
    return { pid, name: stat.name };
  };

/** Effective user; null: it is gone. */
function ownerOf(pid: number): number | null {
  try {
    const user = /^Uid:\t\d+\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return user === undefined ? null : Number(user);
  } catch {
    return null;
  }
}
