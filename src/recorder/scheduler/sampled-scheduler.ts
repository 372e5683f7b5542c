import type { Capability } from '../../core/trace/capability';
import type { OpenScheduler, SchedulerTarget } from './open-scheduler';
import { nothingHidden } from './hidden-processes';
import { listThreads, type ListedThread } from './list-threads';
import { WaitReasons } from './reasons/wait-reasons';
import { SamplingBudget } from './sampled/budget';
import { SampledTrack } from './sampled/sampled-track';
import { readProcLine } from '../proc/proc-file';
import { parseAccount, ThreadFiles, type ThreadAccount } from './sampled/thread-files';
import { TreeWatch } from './sampled/tree-watch';
import type { SchedulerSink } from './sink';

interface Watched {
  readonly track: SampledTrack;
  readonly files: ThreadFiles;
  /** Of the last sample. */
  turns: number;
  ran: number;
  name: string;
  /** Its number belongs to another thread of its process now, which has executed a program. */
  isReplaced: boolean;
}

/**
 * Where the kernel's records can't be had: the accounts that it keeps of every thread (schedstat), read again and
 * again. How long a thread ran is as exact as those; when, is known to a period. What lives for less than a period may
 * never be seen.
 */
export class SampledScheduler implements OpenScheduler {
  /** Accounts can be read of any user's threads. */
  readonly hidden = nothingHidden;
  readonly #sink: SchedulerSink;
  readonly #tree: TreeWatch;
  readonly #threads = new Map<number, Map<number, Watched>>();
  readonly #reasons = new WaitReasons();
  readonly #budget = new SamplingBudget();
  readonly #epoch: number;
  readonly #most: number;
  readonly #why: string;
  #timer: NodeJS.Timeout | null = null;
  #made = 0;
  /** Came behind the limit. */
  readonly #left = new Set<number>();
  #switches = 0;
  #samples = 0;
  #firstAt: number;
  #lastAt: number;

  /**
   * @param why nothing better can be had: sentences
   * @throws {Error} when the process is gone, or there is no /proc
   */
  constructor({ pid, epochNs, name, limits, mark, runs = false }: SchedulerTarget, sink: SchedulerSink, why: string) {
    this.#sink = sink;
    this.#epoch = Number(epochNs);
    this.#most = limits.threads;
    this.#why = why;
    const present = runs ? listThreads([pid]) : [{ pid, tid: pid, parentPid: 0 }];
    this.#tree = new TreeWatch([...new Set(present.map((thread) => thread.pid))], mark);
    this.#firstAt = this.#lastAt = this.#now();
    for (const thread of present) this.#adopt(thread, runs ? null : name);
    if (this.#threads.size === 0) throw new Error(`process ${pid} has ended`);
    this.#plan();
  }

  get capability(): Capability {
    const span = (this.#lastAt - this.#firstAt) / 1e6;
    const periodMs = this.#samples === 0 ? this.#budget.periodMs : span / this.#samples;
    return { quality: 'sampled', periodMs: Math.round(periodMs * 10) / 10, reason: this.#why };
  }

  get over(): boolean {
    return this.#threads.size === 0;
  }

  get pids(): readonly number[] {
    return [...this.#threads.keys()];
  }

  owns(pid: number): boolean {
    return this.#threads.has(pid) && this.#tree.isThere(pid);
  }

  get counts() {
    return { switches: this.#switches, lost: 0, left: this.#left.size };
  }

  poll(): void {
    const begun = performance.now();
    const before = this.#lastAt;
    this.#findProcesses(before);
    for (const [pid, threads] of this.#threads) {
      let hasLost = false;
      for (const watched of threads.values()) hasLost = !this.#sample(watched) || hasLost;
      this.#findThreads(pid, threads, hasLost, before);
    }
    this.#lastAt = this.#now();
    this.#samples++;
    this.#budget.spent(performance.now() - begun);
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.poll();
    for (const threads of this.#threads.values()) {
      for (const watched of threads.values()) this.#end(watched, watched.track.at);
    }
    this.#threads.clear();
    this.#tree.close();
    this.#reasons.close();
  }

  #plan(): void {
    this.#timer = setTimeout(() => {
      this.poll();
      this.#plan();
    }, this.#budget.periodMs);
  }

  #now(): number {
    return Number(process.hrtime.bigint()) - this.#epoch;
  }

  #findProcesses(since: number): void {
    for (const { pid, parent } of this.#tree.newProcesses()) {
      this.#threads.set(pid, new Map());
      this.#sink.process(pid, parent, since, this.#nameOf(parent));
    }
  }

  #nameOf(pid: number | null): string {
    return (pid === null ? undefined : this.#threads.get(pid)?.get(pid)?.name) ?? '';
  }

  #findThreads(pid: number, threads: Map<number, Watched>, mayHaveChanged: boolean, since: number): void {
    const tids = this.#tree.threadsOf(pid, mayHaveChanged);
    if (tids === null) return;
    const present = new Set(tids);
    if (tids.length > 0 && threads.get(pid)?.isReplaced !== false) this.#goOn(pid, threads, present, since);
    for (const tid of tids) {
      if (threads.has(tid)) continue;
      if (this.#made >= this.#most) {
        this.#left.add(tid);
        continue;
      }
      this.#take(pid, tid, since);
    }
    for (const [tid, watched] of threads) {
      if (present.has(tid)) continue;
      this.#end(watched, this.#now());
      threads.delete(tid);
    }
    if (threads.size > 0) return;
    this.#threads.delete(pid);
    this.#tree.ended(pid);
  }

  /** Another thread of a process executed a program: it has the number of the first one, and keeps its own account. */
  #goOn(pid: number, threads: Map<number, Watched>, present: ReadonlySet<number>, since: number): void {
    const account = readAccount(pid);
    const gone = [...threads.values()].filter(({ track }) => track.tid !== pid && !present.has(track.tid));
    const executed = gone.filter(({ ran, turns }) => account !== null && ran <= account.ran && turns <= account.turns);
    const leaver = executed.toSorted((a, b) => a.ran - b.ran).at(-1);
    const first = threads.get(pid);
    if (account === null || (first === undefined && leaver === undefined)) return;
    const from = leaver?.track.account ?? account;
    if (leaver !== undefined) this.#end(leaver, this.#now(), true);
    if (leaver !== undefined) threads.delete(leaver.track.tid);
    if (first === undefined) return this.#take(pid, pid, since, from);
    first.isReplaced = false;
    first.turns = -1;
    first.track.goOnFrom(from);
    this.#reasons.forgetMemory(pid);
    this.#sample(first);
  }

  /** One that is there from the beginning: what its account holds by now is not told. @param name null: its own */
  #adopt({ pid, tid, parentPid }: ListedThread, name: string | null): void {
    if (this.#made >= this.#most) return void this.#left.add(tid);
    try {
      const files = new ThreadFiles(pid, tid);
      const { ran, wanted } = files.account();
      const known = name ?? files.look().name;
      if (!this.#threads.has(pid)) {
        const parent = this.#threads.has(parentPid) ? parentPid : null;
        this.#sink.process(pid, parent, this.#lastAt, known);
      }
      this.#watch(pid, tid, known, this.#lastAt, { ran, wanted }, files);
    } catch {
      // It has ended meanwhile.
    }
  }

  /**
   * A thread that was made since the last sample: what it did until now is in its account.
   *
   * @param from what was told of the account already
   */
  #take(pid: number, tid: number, since: number, from: Told = nothingTold): void {
    try {
      const files = new ThreadFiles(pid, tid);
      const { name, letter } = files.look();
      if (hasEnded(letter)) return files.close();
      const { ran, wanted } = files.account();
      // At the latest when its account began, and not before it was looked for.
      const at = Math.max(since, this.#now() - (ran - from.ran) - (wanted - from.wanted));
      this.#sample(this.#watch(pid, tid, name, at, from, files));
    } catch {
      // It has ended meanwhile.
    }
  }

  #watch(pid: number, tid: number, name: string, at: number, from: Told, files: ThreadFiles): Watched {
    this.#made++;
    const watched = {
      track: new SampledTrack(pid, tid, at, from, this.#sink),
      files,
      turns: -1,
      ran: -1,
      name,
      isReplaced: false,
    };
    const threads = this.#threads.get(pid) ?? new Map<number, Watched>();
    this.#threads.set(pid, threads.set(tid, watched));
    this.#sink.thread(pid, tid, null, at, name);
    if (tid === pid) this.#sink.renamed(pid, tid, name);
    return watched;
  }

  /** @returns whether it is alive */
  #sample(watched: Watched): boolean {
    const { track, files } = watched;
    try {
      const account = files.account();
      if (track.tid === track.pid && isOfAnother(watched, account, this.#now() - track.at)) {
        watched.isReplaced = true;
        return false;
      }
      const hasMoved = account.turns !== watched.turns || account.ran !== watched.ran;
      if (!hasMoved && track.waits) {
        track.still(this.#now());
        return true;
      }
      if (watched.turns >= 0) this.#switches += account.turns - watched.turns;
      watched.turns = account.turns;
      watched.ran = account.ran;
      const { name, letter, core } = files.look();
      const isReady = letter === 'R';
      if (name !== watched.name) this.#rename(watched, name);
      const reason = isReady || hasEnded(letter) ? null : this.#reasons.of(track.pid, track.tid);
      track.take({ at: this.#now(), account, isReady, core, reason });
      if (!hasEnded(letter)) return true;
      // A process that nobody has waited for yet: it keeps its account, and its first thread's number.
      this.#forget(watched, track.at);
      this.#threads.get(track.pid)?.delete(track.tid);
      return false;
    } catch {
      return false;
    }
  }

  #rename(watched: Watched, name: string): void {
    const { pid, tid } = watched.track;
    watched.name = name;
    // Another name is another program, more often than not.
    if (pid === tid) this.#reasons.forgetMemory(pid);
    this.#sink.renamed(pid, tid, name);
  }

  /** @param goesOn as another thread: what it did since the last sample is told there */
  #end(watched: Watched, at: number, goesOn = false): void {
    watched.track.end(at, goesOn);
    this.#forget(watched, at);
  }

  #forget({ track, files }: Watched, at: number): void {
    track.flush();
    files.close();
    this.#reasons.forget(track.tid);
    this.#sink.ended(track.pid, track.tid, at);
  }
}

type Told = Pick<ThreadAccount, 'ran' | 'wanted'>;
const nothingTold: Told = { ran: 0, wanted: 0 };

/** An account may be behind by a tick of 100 Hz. */
const tickNs = 10e6;

/** An account that went back, or grew faster than time, is that of another thread. */
function isOfAnother({ turns, ran }: Watched, account: ThreadAccount, sinceNs: number): boolean {
  return turns >= 0 && (account.turns < turns || account.ran < ran || account.ran - ran > sinceNs + tickNs);
}

function readAccount(pid: number): ThreadAccount | null {
  const line = readProcLine(`/proc/${pid}/task/${pid}/schedstat`);
  return line === null ? null : parseAccount(line);
}

const hasEnded = (letter: string): boolean => letter === 'Z' || letter === 'X';
