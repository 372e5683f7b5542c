import { existsSync } from 'node:fs';
import type { Capability } from '../../core/trace/capability';
import { ProcFile } from '../proc/proc-file';
import { RecordFollower } from './follow-records';
import { PerfSource } from './perf/perf-source';
import type { OpenScheduler, SchedulerTarget } from './open-scheduler';
import { WaitReasons } from './reasons/wait-reasons';
import type { SchedulerSink } from './sink';
import type { ThreadTrack } from './thread-track';

/** Rings are emptied and waiting threads are asked so often: 85 % of the time waited is explained directly. */
const pollMs = 5;
/** The kernel's accounts of threads are looked at every time as long as there are so few, and else so often. */
const fewThreads = 32;
const settleMs = 25;
/** What goes on for so long is told in pieces, so that it is seen before it ends. */
const longestMs = 1000;
/** A thread of which nothing was told for so long may have ended, with its end among records that were lost. */
const silentMs = 500;
/** A wait this young is over before anybody can ask. */
const youngNs = 300_000;

/** Exact: the kernel's own records of every context switch. */
export class PerfScheduler implements OpenScheduler {
  readonly capability: Capability = { quality: 'exact' };
  readonly #source: PerfSource;
  readonly #follower: RecordFollower;
  readonly #reasons = new WaitReasons();
  readonly #accounts = new Map<number, Account>();
  readonly #epoch: number;
  readonly #timer: NodeJS.Timeout;
  #settledAt = 0;
  #missedAt = 0;
  /** Silent, and not there at the last look: at the next one all that the kernel told of its end has been read. */
  #missed = new Set<ThreadTrack>();
  #begun = false;

  /** @throws {PerfRefusal} */
  constructor({ pid, epochNs, name, limits }: SchedulerTarget, sink: SchedulerSink) {
    this.#source = new PerfSource([pid], epochNs, true);
    this.#epoch = Number(epochNs);
    this.#follower = new RecordFollower(this.#told(sink), limits);
    this.#follower.expect(pid, name, this.#accountOf(pid, pid).wanted() ?? 0);
    this.#timer = setInterval(() => this.poll(), pollMs);
  }

  get over(): boolean {
    return this.#begun && this.#follower.threads.size === 0;
  }

  get pids(): readonly number[] {
    return [...new Set([...this.#follower.threads.values()].map(({ pid }) => pid))];
  }

  get counts() {
    const { switches, lost, left } = this.#follower;
    return { switches, lost, left };
  }

  poll(): void {
    this.#take(this.#source.read());
    this.#ask();
    this.#settle();
    const now = this.#now();
    if (now - this.#missedAt >= silentMs * 1e6) this.#miss(now);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const track of this.#follower.threads.values()) this.#account(track);
    this.#take(this.#source.read(true));
    this.#follower.finish(this.#source.horizon);
    this.#source.close();
    this.#reasons.close();
    for (const account of this.#accounts.values()) account.close();
  }

  #now(): number {
    return Number(process.hrtime.bigint()) - this.#epoch;
  }

  #take(records: ReturnType<PerfSource['read']>): void {
    if (records.length === 0) return;
    this.#begun = true;
    this.#follower.take(records);
    for (const record of records) if (record.kind === 'comm' && record.exec) this.#reasons.forgetMemory(record.pid);
  }

  #ask(): void {
    const now = this.#now();
    for (const track of this.#follower.threads.values()) {
      if (!track.isUnexplained || now - track.since < youngNs) continue;
      const reason = this.#reasons.of(track.pid, track.tid);
      if (reason !== null) track.explain(reason, this.#now());
    }
  }

  #settle(): void {
    const { horizon } = this.#source;
    const { threads } = this.#follower;
    const isTime = threads.size <= fewThreads || this.#now() - this.#settledAt >= settleMs * 1e6;
    if (isTime) this.#settledAt = this.#now();
    for (const track of threads.values()) {
      // What is not there any more does not go on: its end was not told.
      if (horizon - track.since > longestMs * 1e6 && isThere(track)) track.cut(horizon);
      track.settle(horizon);
      if (isTime && track.needsAccount) this.#account(track);
    }
  }

  #miss(now: number): void {
    this.#missedAt = now;
    const missed = new Set<ThreadTrack>();
    for (const track of this.#follower.threads.values()) {
      const isSilent = now - track.told > silentMs * 1e6;
      if (isSilent && !isThere(track)) missed.add(track);
    }
    for (const track of missed) if (this.#missed.has(track)) this.#follower.gone(track);
    this.#missed = missed;
  }

  #account(track: ThreadTrack): void {
    // Before it is read: what it has by then is what records tell by then.
    const at = this.#now();
    track.accountIs(this.#accountOf(track.pid, track.tid).wanted(), at);
  }

  #accountOf(pid: number, tid: number): Account {
    let account = this.#accounts.get(tid);
    if (account === undefined) this.#accounts.set(tid, (account = Account.open(pid, tid)));
    return account;
  }

  #told(sink: SchedulerSink): SchedulerSink {
    return {
      process: (...args) => sink.process(...args),
      thread: (...args) => sink.thread(...args),
      renamed: (...args) => sink.renamed(...args),
      interval: (...args) => sink.interval(...args),
      lost: (...args) => sink.lost(...args),
      ended: (pid, tid, at) => {
        this.#reasons.forget(tid);
        this.#accounts.get(tid)?.close();
        this.#accounts.delete(tid);
        sink.ended(pid, tid, at);
      },
    };
  }
}

const isThere = ({ pid, tid }: ThreadTrack): boolean => existsSync(`/proc/${pid}/task/${tid}`);

/** `schedstat` of a thread: ns on a core, ns waiting for one, how often. */
class Account {
  readonly #file: ProcFile | null;

  private constructor(file: ProcFile | null) {
    this.#file = file;
  }

  static open(pid: number, tid: number): Account {
    try {
      return new Account(new ProcFile(`/proc/${pid}/task/${tid}/schedstat`));
    } catch {
      return new Account(null);
    }
  }

  /** ns that it waited for a core in all; null: it has ended, or can't be asked. */
  wanted(): number | null {
    try {
      return this.#file === null ? null : Number(this.#file.readLine().split(' ')[1]);
    } catch {
      return null;
    }
  }

  close(): void {
    this.#file?.close();
  }
}
