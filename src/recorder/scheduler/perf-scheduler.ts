import type { Capability } from '../../core/trace/capability';
import { ProcFile } from '../proc/proc-file';
import { RecordFollower, type AdoptedThread, type FollowListener, type ThreadAccount } from './follow-records';
import { startedBy, startOf } from '../proc/process-start';
import { HiddenProcesses, lookForRights, type Hidden } from './hidden-processes';
import { listThreads, lookAt } from './list-threads';
import { PerfRefusal } from './perf/open-event';
import { PerfSource } from './perf/perf-source';
import type { SchedulerRecord } from './perf/records';
import type { OpenScheduler, SchedulerTarget } from './open-scheduler';
import { WaitReasons } from './reasons/wait-reasons';
import { parseAccount } from './sampled/thread-files';
import type { SchedulerSink } from './sink';
import type { ThreadTrack } from './thread-track';

/** Rings are emptied and waiting threads are asked so often: 85 % of the time waited is explained directly. */
const pollMs = 5;
/** As long as nothing happens it is seldomer: a wake-up costs more than what it finds to do then. */
/** No multiple of a tick (1, 4, 10 ms): accounts of threads on a core move with it. */
const idlePollMs = 19;
/** A look at an account that took longer is of no use. */
const maxReadNs = 200_000;
/** So many records are gone through before the rings are emptied again, and others have their turn: some 5 ms. */
const mostAtOnce = 10_000;
/** The kernel's accounts of threads are looked at every time as long as there are so few, and else so often. */
const fewThreads = 32;
const settleMs = 25;
/** What goes on for so long is told in pieces, so that it is seen before it ends; with many threads it is longer. */
const longestMs = 1000;
const longestMsAThread = 5;
/** What goes on is looked for so often. */
const scanMs = 250;
/** Of threads that nothing is heard of, so many are asked at each scan whether they are there: the record of an end may be lost. */
const looksAScan = 10;
/** A program that makes threads faster than they can be listed is followed from those on that were. */
const mostRounds = 20;
/** While records come faster than they can be gone through, so many threads are asked so often. */
const asksAhead = 50;
const askAheadMs = 20;
/** A wait this young is over before anybody can ask. */
const youngNs = 300_000;

/** Exact: the kernel's own records of every context switch. */
export class PerfScheduler implements OpenScheduler {
  readonly capability: Capability = { quality: 'exact' };
  readonly #source: PerfSource;
  readonly #follower: RecordFollower;
  readonly #reasons = new WaitReasons();
  readonly #hidden: HiddenProcesses;
  readonly #accounts = new Map<number, Account>();
  readonly #epoch: number;
  readonly #epochNs: bigint;
  #timer: NodeJS.Timeout;
  #next: NodeJS.Immediate | undefined;
  #pollMs = pollMs;
  /** Threads that wait, and nobody knows for what. */
  readonly #toAsk = new Set<ThreadTrack>();
  /** Threads of which something is to be handed on. */
  readonly #toSettle = new Set<ThreadTrack>();
  #scannedAt = 0;
  #nextLook = 0;
  /**
   * What threads were found to do when there was doubt, and when: of use once all records up to then have been taken. Null: it
   * is gone, and the record of its end was lost.
   */
  readonly #looks = new Map<number, { readonly at: number; readonly found: AdoptedThread | null }>();
  #settledAt = 0;
  #askedAt = 0;
  #begun = false;
  /** There are records that were not gone through, though they could be. */
  #isBehind = false;
  #hasMissed = false;

  /** @throws {PerfRefusal} */
  constructor({ pid, epochNs, name, limits, ringPages, runs = false }: SchedulerTarget, sink: SchedulerSink) {
    this.#source = new PerfSource(epochNs, ringPages);
    this.#epoch = Number(epochNs);
    this.#epochNs = epochNs;
    this.#hidden = new HiddenProcesses(lookForRights(epochNs));
    this.#follower = new RecordFollower(sink, limits, this.#listener());
    try {
      if (runs) this.#attach(pid);
      else this.#source.openOnExec(pid);
    } catch (error) {
      this.#source.close();
      throw error;
    }
    if (!runs) this.#follower.expect(pid, name, this.#accountOf(pid, pid).read() ?? undefined);
    this.#timer = setTimeout(() => this.#tick(), pollMs);
  }

  get over(): boolean {
    return this.#begun && this.#follower.threads.size === 0 && this.#hidden.alive.length === 0;
  }

  get pids(): readonly number[] {
    return [...new Set([...this.#follower.threads.values()].map(({ pid }) => pid)), ...this.#hidden.alive];
  }

  owns(pid: number): boolean {
    if (this.#hidden.alive.includes(pid)) return true;
    const at = this.#follower.heardOf(pid);
    // Without /proc only the records tell whose a number is.
    if (startOf(process.pid) === null) return this.pids.includes(pid);
    return at !== null && startedBy(pid, this.#epochNs + BigInt(Math.round(at)));
  }

  get hidden(): Hidden {
    return this.#hidden;
  }

  get counts() {
    const { switches, lost, left } = this.#follower;
    return { switches, lost, left };
  }

  poll(): void {
    this.#source.drain();
    this.#isBehind = this.#source.handOn(this.#follower, mostAtOnce);
    this.#afterRecords();
    for (const track of this.#follower.takeChanged()) {
      this.#toAsk.add(track);
      this.#toSettle.add(track);
    }
    if (this.#isBehind) this.#askAhead();
    else this.#ask();
    this.#settle();
    this.#scan();
    this.#hidden.poll(this.#now());
  }

  #tick(): void {
    const before = this.#follower.switches;
    this.poll();
    // What is there already is done without waiting for more.
    if (this.#isBehind) return void (this.#next = setImmediate(() => this.#tick()));
    const isBusy = this.#follower.switches !== before || this.#toAsk.size > 0;
    this.#pollMs = isBusy ? pollMs : Math.min(idlePollMs, this.#pollMs * 2);
    this.#timer = setTimeout(() => this.#tick(), this.#pollMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#next);
    for (const track of this.#follower.threads.values()) this.#account(track);
    this.#source.handOn(this.#follower, Infinity, true);
    this.#follower.finish(this.#source.horizon);
    this.#source.close();
    this.#reasons.close();
    for (const account of this.#accounts.values()) account.close();
  }

  /**
   * Every thread that is there, one by one; what they make meanwhile is followed as well, but what a thread made before
   * its turn is not: so they are listed again, until there is none that nobody knows.
   */
  #attach(pid: number): void {
    const followed = new Set<number>();
    const refused = new Set<number>();
    for (let round = 0; round < mostRounds; round++) {
      const fresh = listThreads([pid]).filter((thread) => !followed.has(thread.tid) && !refused.has(thread.pid));
      // Made by one that is followed: it is so itself.
      const made = this.#madeMeanwhile();
      const unknown = fresh.filter(({ tid }) => !made.has(tid));
      for (const thread of unknown) {
        if (refused.has(thread.pid)) continue;
        const isOpen = this.#openNow(thread, pid);
        if (isOpen) followed.add(thread.tid);
        else if (isOpen === null) refused.add(thread.pid);
      }
      for (const tid of made) followed.add(tid);
      if (unknown.length === 0) break;
    }
    const at = this.#now();
    this.#source.startAt(at);
    for (const other of refused) this.#hidden.ended(other, at);
    this.#adopt([pid], at, refused);
    if (this.#follower.threads.size === 0) throw new PerfRefusal('ESRCH');
    this.#begun = true;
  }

  #madeMeanwhile(): ReadonlySet<number> {
    const made = new Set<number>();
    const take = (record: SchedulerRecord): void => {
      if (record.kind === 'fork') made.add(record.tid);
    };
    this.#source.handOn({ switched: () => {}, take }, Infinity, true);
    return made;
  }

  /** @returns false: it has ended; null: what the target has started is another user's by now, and is not told of */
  #openNow({ pid, tid }: { readonly pid: number; readonly tid: number }, target: number): boolean | null {
    try {
      return this.#source.openNow(tid);
    } catch (error) {
      if (pid === target || !(error instanceof PerfRefusal) || error.code !== 'EACCES') throw error;
      return null;
    }
  }

  #findChanges(): void {
    this.#adopt(this.pids, this.#source.horizon, new Set(this.#hidden.alive));
    for (const track of this.#follower.threads.values()) this.#lookAt(track);
  }

  #lookAt({ pid, tid }: ThreadTrack): void {
    const at = this.#now();
    this.#looks.set(tid, { at, found: lookAt({ pid, tid, parentPid: 0 }) });
  }

  #adopt(pids: readonly number[], at: number, without?: ReadonlySet<number>): void {
    for (const listed of listThreads(pids)) {
      if (without?.has(listed.pid) === true) continue;
      const thread = lookAt(listed);
      if (thread !== null) this.#follower.adopt(thread, at);
    }
  }

  #now(): number {
    return Number(process.hrtime.bigint()) - this.#epoch;
  }

  #afterRecords(): void {
    if (this.#follower.threads.size > 0) this.#begun = true;
    if (!this.#hasMissed) return;
    this.#hasMissed = false;
    this.#findChanges();
  }

  #ask(): void {
    const now = this.#now();
    for (const track of this.#toAsk) {
      if (!track.isUnexplained || this.#follower.threads.get(track.tid) !== track) {
        this.#toAsk.delete(track);
        continue;
      }
      if (now - track.since >= youngNs) this.#askOf(track);
    }
  }

  /**
   * Records are behind the clock: whether a thread waits now will be known when those of now are gone through. Until then what
   * was seen is kept.
   */
  #askAhead(): void {
    const now = this.#now();
    if (now - this.#askedAt < askAheadMs * 1e6) return;
    this.#askedAt = now;
    let left = asksAhead;
    for (const track of this.#toAsk) {
      if (this.#follower.threads.get(track.tid) !== track) this.#toAsk.delete(track);
      else if (track.seenAt < track.since) {
        if (left-- <= 0) return;
        this.#askOf(track);
      }
    }
  }

  #askOf(track: ThreadTrack): void {
    const reason = this.#reasons.of(track.pid, track.tid);
    if (reason !== null) track.explain(reason, this.#now());
  }

  #settle(): void {
    const { horizon } = this.#source;
    const { threads } = this.#follower;
    const isTime = threads.size <= fewThreads || this.#now() - this.#settledAt >= settleMs * 1e6;
    if (isTime) this.#settledAt = this.#now();
    if (this.#looks.size > 0) for (const track of threads.values()) this.#makeUseOfLook(track, horizon);
    for (const track of this.#toSettle) {
      track.settle(horizon);
      if (isTime && track.needsAccount && threads.get(track.tid) === track) this.#account(track);
      // One that is on a core may have it taken away: it is looked at as long as it is.
      const isOn = track.state === 'running' && threads.get(track.tid) === track;
      if (!track.isHolding && !isOn) this.#toSettle.delete(track);
    }
  }

  /** What goes on for long. */
  #scan(): void {
    const now = this.#now();
    if (this.#isBehind || now - this.#scannedAt < scanMs * 1e6) return;
    this.#scannedAt = now;
    const { horizon } = this.#source;
    const { threads, lost } = this.#follower;
    const longest = Math.max(longestMs, threads.size * longestMsAThread) * 1e6;
    let turn = 0;
    for (const track of threads.values()) {
      if (horizon - track.since <= longestMs * 1e6) continue;
      // In turn, from where the last scan left off; all of them where records are known to be lost.
      const isItsTurn = lost > 0 || (turn >= this.#nextLook && turn < this.#nextLook + looksAScan);
      turn++;
      if (isItsTurn && !this.#looks.has(track.tid)) this.#lookAt(track);
      if (lost > 0 || horizon - track.since <= longest) continue;
      track.cut(horizon);
      this.#toSettle.add(track);
      // What it waits for now is asked anew: the next piece is not inferred from the last one.
      this.#toAsk.add(track);
    }
    this.#nextLook = this.#nextLook + looksAScan >= turn ? 0 : this.#nextLook + looksAScan;
  }

  #makeUseOfLook(track: ThreadTrack, horizon: number): void {
    const look = this.#looks.get(track.tid);
    if (look === undefined || look.at >= horizon) return;
    this.#looks.delete(track.tid);
    if (look.found === null) return this.#follower.endLost(track.tid, look.at);
    track.foundAt(look.at, look.found.isReady);
    if (track.tid === track.pid) this.#follower.rename(track.pid, look.found.name);
    if (look.at - track.since > longestMs * 1e6) track.cut(look.at);
    this.#toAsk.add(track);
    this.#toSettle.add(track);
  }

  #account(track: ThreadTrack): void {
    // Before it is read: what it has by then is what records tell by then.
    const at = this.#now();
    const account = this.#accountOf(track.pid, track.tid).read();
    // Between the clock and the account somebody else had the core: what both say does not fit together.
    if (this.#now() - at > maxReadNs) return;
    track.accountIs(account?.wanted ?? null, at, account?.ran ?? null);
  }

  #accountOf(pid: number, tid: number): Account {
    let account = this.#accounts.get(tid);
    if (account === undefined) this.#accounts.set(tid, (account = Account.open(pid, tid)));
    return account;
  }

  #listener(): FollowListener {
    return {
      ended: (pid, tid, at) => {
        this.#begun = true;
        this.#forget(tid);
        this.#looks.delete(tid);
        if (pid === tid) this.#hidden.ended(pid, at);
      },
      // It runs another program; and it may be another thread, which has this number now.
      executed: (pid, tid) => {
        this.#reasons.forgetMemory(pid);
        this.#forget(tid);
      },
      missed: () => (this.#hasMissed = true),
    };
  }

  #forget(tid: number): void {
    this.#reasons.forget(tid);
    this.#accounts.get(tid)?.close();
    this.#accounts.delete(tid);
  }
}

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

  /** Null: it has ended, or can't be asked. */
  read(): ThreadAccount | null {
    try {
      return this.#file === null ? null : parseAccount(this.#file.readLine());
    } catch {
      return null;
    }
  }

  close(): void {
    this.#file?.close();
  }
}
