import { readFileSync } from 'node:fs';

/** Between a thread's last record and its being gone lie microseconds, and the turns of others. */
const patienceNs = 20e6;

export interface HiddenProcess {
  readonly pid: number;
  readonly name: string;
}

/**
 * Processes that went on after their last record: they execute a program that belongs to another user (setuid), and from then
 * on the kernel tells nobody but that user about them.
 */
export class HiddenProcesses {
  readonly #ended = new Map<number, number>();
  readonly #hidden: HiddenProcess[] = [];
  readonly #look: (pid: number) => HiddenProcess | null;

  /** @param look the process, if it runs as another user; else null */
  constructor(look: (pid: number) => HiddenProcess | null = lookForOtherUser) {
    this.#look = look;
  }

  /** All that were found; they may have ended. */
  get found(): readonly HiddenProcess[] {
    return this.#hidden;
  }

  /** Those that are alive. */
  get alive(): readonly number[] {
    return this.#hidden.filter(({ pid }) => this.#look(pid) !== null).map(({ pid }) => pid);
  }

  /** The last record of a process's first thread was read. */
  ended(pid: number, at: number): void {
    this.#ended.set(pid, at);
  }

  poll(now: number): void {
    for (const [pid, at] of this.#ended) {
      // In order of time: those behind it are younger.
      if (now - at < patienceNs) return;
      this.#ended.delete(pid);
      const process = this.#look(pid);
      if (process !== null) this.#hidden.push(process);
    }
  }
}

function lookForOtherUser(pid: number): HiddenProcess | null {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'latin1');
  } catch {
    return null;
  }
  const user = /^Uid:\t\d+\t(\d+)/m.exec(status);
  if (/^State:\t[ZX]/m.test(status) || user === null || Number(user[1]) === process.geteuid?.()) return null;
  return { pid, name: /^Name:\t(.*)$/m.exec(status)?.[1] ?? '' };
}
