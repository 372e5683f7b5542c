import { readdirSync, statSync } from 'node:fs';
import { ProcFile, readProcLine } from '../../proc/proc-file';
import { startOf } from '../../proc/process-start';
import { isMarked } from '../../proc/is-marked';
import { allProcesses, parseProcessStat, type ProcessStat } from '../../proc/process-stat';

/** More numbers than this were given out since the last look: all processes are looked at instead. */
const mostNumbers = 500;
/** A number is given out a moment before its process can be seen, which is longer where the maker loses its core. */
const looksAtNobody = 20;

export interface FoundProcess {
  readonly pid: number;
  /** Null: it is none of this tree's, or has ended. */
  readonly parent: number | null;
}

/**
 * The processes of a tree, and their threads. Both get their numbers in turn, so the last number given out (the fifth
 * field of /proc/loadavg) tells whether there may be a new one at all, and which ones. A process belongs to the tree by
 * its parent, and when that has ended, by its group, its session, or its environment.
 */
export class TreeWatch {
  readonly #last = new ProcFile('/proc/loadavg');
  /** Links of /proc/PID/task by process: its threads and two. */
  readonly #links = new Map<number, number>();
  /** When each was started, also of those that have ended: their number is not given out again while a group or a session has it. */
  readonly #everything = new Map<number, number | null>();
  /** Numbers that nobody has yet, or nobody any more, and how often they are looked at again. */
  readonly #awaited = new Map<number, number>();
  #lastNumber: number;
  readonly #mark: string | null;

  /**
   * @param pids the root, and what there is below it
   * @param mark see `SchedulerTarget`
   */
  constructor(pids: readonly number[], mark: string | null) {
    this.#mark = mark;
    for (const pid of pids) {
      this.#everything.set(pid, startOf(pid));
      this.#links.set(pid, 0);
    }
    this.#lastNumber = this.#lastGiven();
  }

  get pids(): readonly number[] {
    return [...this.#links.keys()];
  }

  /** Processes that have joined the tree since the last look, parents before children. */
  newProcesses(): FoundProcess[] {
    const candidates = this.#candidates();
    const found: FoundProcess[] = [];
    // Their order is that of their making, but for the one time when numbers begin again.
    for (const stat of candidates.toSorted((a, b) => a.startedAt - b.startedAt || a.pid - b.pid)) {
      if (!this.#belongs(stat)) continue;
      this.#everything.set(stat.pid, stat.startedAt);
      this.#links.set(stat.pid, 0);
      found.push({ pid: stat.pid, parent: this.#links.has(stat.parent) ? stat.parent : null });
    }
    return found;
  }

  /** Whether a process of the tree is there, and not another one that was given its number. */
  isThere(pid: number): boolean {
    const start = startOf(pid);
    return start !== null && start === this.#everything.get(pid);
  }

  /** The threads of a process, if they may have changed; null: they have not; empty: it has ended. */
  threadsOf(pid: number, mayHaveChanged: boolean): readonly number[] | null {
    try {
      const { nlink } = statSync(`/proc/${pid}/task`);
      if (nlink === this.#links.get(pid) && !mayHaveChanged) return null;
      this.#links.set(pid, nlink);
      if (!this.isThere(pid)) return [];
      return readdirSync(`/proc/${pid}/task`).map(Number);
    } catch {
      return [];
    }
  }

  ended(pid: number): void {
    this.#links.delete(pid);
  }

  close(): void {
    this.#last.close();
  }

  #belongs({ pid, parent, group, session, state }: ProcessStat): boolean {
    if (this.#links.has(pid) || state === 'Z' || state === 'X') return false;
    const isOurs =
      (this.#links.has(parent) && this.isThere(parent)) ||
      this.#isOurNumber(group) ||
      this.#isOurNumber(session) ||
      (this.#mark !== null && isMarked(pid, this.#mark));
    return isOurs && isProcess(pid);
  }

  /** A group or a session has the number of a process of the tree, which may have ended; its next owner would be no member. */
  #isOurNumber(leader: number): boolean {
    if (!this.#everything.has(leader)) return false;
    const start = startOf(leader);
    return start === null || start === this.#everything.get(leader);
  }

  #candidates(): ProcessStat[] {
    const last = this.#lastGiven();
    const before = this.#lastNumber;
    this.#lastNumber = last;
    const count = last - before;
    // Numbers begin again from the smallest one day.
    if (count < 0 || count > mostNumbers) return allProcesses();
    for (let number = before + 1; number <= last; number++) this.#awaited.set(number, looksAtNobody);
    const found: ProcessStat[] = [];
    for (const [number, looks] of this.#awaited) {
      const line = readProcLine(`/proc/${number}/stat`);
      const stat = line === null ? null : parseProcessStat(line);
      if (stat !== null) found.push(stat);
      if (stat !== null || looks === 0) this.#awaited.delete(number);
      else this.#awaited.set(number, looks - 1);
    }
    return found;
  }

  #lastGiven(): number {
    return Number(this.#last.readLine().trimEnd().split(' ')[4]);
  }
}

/** A thread has a folder like that of a process, which is only not listed. */
function isProcess(pid: number): boolean {
  const status = readProcLine(`/proc/${pid}/status`);
  return status !== null && new RegExp(`^Tgid:\\s*${pid}$`, 'm').test(status);
}
