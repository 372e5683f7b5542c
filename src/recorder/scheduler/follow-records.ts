import type { RecordTaker, SchedulerRecord, SwitchedTo } from './perf/records';
import type { SchedulerSink } from './sink';
import { SwitchCost } from './switch-cost';
import { ThreadTrack } from './thread-track';

export interface FollowLimits {
  /** Threads that are followed at once and in all; of what comes behind it nothing is told. */
  readonly threads: number;
}

/** A thread that is ending has no number any more: the kernel writes -1. */
const mostPid = 2 ** 31;

/** Who follows the followed: what is known of them elsewhere is good no longer. */
export interface FollowListener {
  ended(pid: number, tid: number, at: number): void;
  executed(pid: number, tid: number): void;
  /** Records are missing, among them perhaps beginnings and ends of threads. */
  missed(): void;
}

/** What the kernel's account of a thread has, ns. */
export interface ThreadAccount {
  readonly ran: number;
  readonly wanted: number;
}

const nothingDone: ThreadAccount = { ran: 0, wanted: 0 };

export interface AdoptedThread {
  readonly pid: number;
  readonly tid: number;
  readonly parentPid: number | null;
  readonly name: string;
  readonly isReady: boolean;
  readonly wanted: number;
  readonly ran: number;
}

/** Makes intervals of context switches: one track a thread, in the tree of a process. */
export class RecordFollower implements RecordTaker {
  readonly #sink: SchedulerSink;
  readonly #listener: FollowListener;
  readonly #most: number;
  readonly #threads = new Map<number, ThreadTrack>();
  /** Names by process, for threads that are made. */
  readonly #names = new Map<number, string>();
  /** When each process was first heard of, ns after the epoch. */
  readonly #heardOf = new Map<number, number>();
  /** Those behind the limit that are alive. */
  readonly #leftThreads = new Set<number>();
  #changed: ThreadTrack[] = [];
  #made = 0;
  #left = 0;
  #switches = 0;
  #lost = 0;
  /** Records of some CPU are missing up to here. */
  #lostUntil = 0;
  #expected: ({ readonly pid: number } & ThreadAccount) | null = null;
  /** Of all its threads. */
  readonly #cost = new SwitchCost();

  constructor(sink: SchedulerSink, { threads }: FollowLimits, listener: FollowListener) {
    this.#sink = sink;
    this.#listener = listener;
    this.#most = threads;
  }

  /** Threads that are alive. */
  get threads(): ReadonlyMap<number, ThreadTrack> {
    return this.#threads;
  }

  /** When a process was first heard of, ns after the epoch; null: it never was. */
  heardOf(pid: number): number | null {
    return this.#heardOf.get(pid) ?? null;
  }

  /** Those that did something else since the last call; some have ended. */
  takeChanged(): readonly ThreadTrack[] {
    const changed = this.#changed;
    this.#changed = [];
    for (const track of changed) track.isChanged = false;
    return changed;
  }

  get switches(): number {
    return this.#switches;
  }

  get lost(): number {
    return this.#lost;
  }

  /** Threads that came behind the limit. */
  get left(): number {
    return this.#left;
  }

  /**
   * A process that begins when it executes its program.
   *
   * @param name until then
   * @param account what the kernel's account has of it before
   */
  expect(pid: number, name: string, account: ThreadAccount = nothingDone): void {
    this.#names.set(pid, name);
    this.#expected = { pid, ...account };
  }

  /**
   * A thread that was there before it was watched, or whose beginning was lost; does nothing when it is followed already.
   *
   * @param isReady it runs, or wants to
   * @param wanted ns that it has waited for a core before
   * @param ran ns that it has been on a core before; a tick more where it is ready
   */
  adopt({ pid, tid, parentPid, name, isReady, wanted, ran }: AdoptedThread, at: number): void {
    if (this.#threads.has(tid) || this.#leftThreads.has(tid)) return;
    if (!this.#names.has(pid)) {
      this.#names.set(pid, name);
      this.#makeProcess(pid, parentPid !== null && this.#names.has(parentPid) ? parentPid : null, at, name);
    }
    const track = this.#add(pid, tid, null, at, name);
    track?.begunWith(wanted, ran, isReady);
    track?.begunUnheard(isReady);
  }

  /** What a process is called, if that was lost. */
  rename(pid: number, name: string): void {
    if (this.#names.get(pid) === name || !this.#threads.has(pid)) return;
    this.#names.set(pid, name);
    this.#sink.renamed(pid, pid, name);
  }

  /** A thread whose end was lost. */
  endLost(tid: number, at: number): void {
    const track = this.#threads.get(tid);
    if (track === undefined) return;
    // The kernel tells of losses with the next record that finds room: behind the last one it never does.
    this.#lost++;
    this.#switch(track, 'unknown', track.since, null);
    this.#end(track, Math.max(at, track.since));
  }

  switched(at: number, pid: number, tid: number, cpu: number, to: SwitchedTo): void {
    const track = this.#threads.get(tid) ?? this.#adoptSwitched(pid, tid, at);
    if (to === 'running') this.#switches++;
    if (track === null) return;
    // It may have been on the CPU whose records are missing, and off it again.
    const isDoubtful = to !== 'running' && at < this.#lostUntil;
    this.#switch(track, isDoubtful ? 'unknown' : to, at, cpu);
    // It was made after the last look at all threads, perhaps.
    if (isDoubtful) this.#listener.missed();
  }

  /** Nothing more comes: threads that are alive end here. */
  finish(at: number): void {
    for (const track of this.#threads.values()) this.#end(track, at);
  }

  take(record: SchedulerRecord): void {
    switch (record.kind) {
      case 'fork': {
        const { pid, tid, parentPid, parentTid, at } = record;
        // It was found before the record of its beginning was read; or the end of another one of its number was lost.
        if (this.#threads.get(tid)?.state === 'unheard') return;
        this.endLost(tid, at);
        const name = this.#names.get(parentPid) ?? '';
        if (pid !== parentPid) {
          this.#names.set(pid, name);
          this.#makeProcess(pid, parentPid, at, name);
        }
        return void this.#add(pid, tid, parentTid, at, name);
      }
      case 'comm': {
        if (record.pid === this.#expected?.pid && record.exec) this.#begin(record, this.#expected);
        if (record.exec) this.#execute(record);
        if (this.#threads.has(record.tid)) this.#sink.renamed(record.pid, record.tid, record.name);
        if (record.exec) this.#listener.executed(record.pid, record.tid);
        return;
      }
      case 'exit': {
        this.#leftThreads.delete(record.tid);
        const track = this.#threads.get(record.tid);
        return track === undefined ? undefined : this.#end(track, record.at);
      }
      case 'lost':
        return this.#lose(record);
    }
  }

  /** Only the thread that executes a program survives that, and has the number of its process from then on. */
  #execute({ pid, tid, at, name, cpu }: Extract<SchedulerRecord, { kind: 'comm' }>): void {
    const others = [...this.#threads.values()].filter((track) => track.pid === pid && track.tid !== tid);
    // The one that executed it, unless it was the first; of all others the ends were told.
    const ran = others.at(-1)?.ranBy(at) ?? null;
    for (const track of others) this.#end(track, at);
    // Of one behind the limit nothing is told.
    if (!this.#names.has(pid) || this.#leftThreads.has(tid)) return;
    const track = this.#threads.get(tid) ?? this.#goOn(pid, tid, at, name, ran);
    if (track === null) return;
    this.#names.set(pid, name);
    if (track.state !== 'running') this.#switch(track, 'running', at, cpu);
  }

  /** @param ran what the account of the thread has so far; null: not known */
  #goOn(pid: number, tid: number, at: number, name: string, ran: number | null): ThreadTrack | null {
    const track = this.#add(pid, tid, null, at, name);
    track?.begunWith(null, ran, true);
    return track;
  }

  /** What is on another CPU is known, and nothing else. */
  #lose({ at, until, cpu, count }: Extract<SchedulerRecord, { kind: 'lost' }>): void {
    this.#lost += count;
    this.#lostUntil = Math.max(this.#lostUntil, until);
    this.#sink.lost(at, until, count);
    // How many there were of a loss that was told of before.
    if (until <= at) return;
    this.#listener.missed();
    for (const track of this.#threads.values()) {
      if (track.core === null || track.core === cpu) this.#switch(track, 'unknown', at, null);
    }
  }

  #begin({ pid, at, name, cpu }: Extract<SchedulerRecord, { kind: 'comm' }>, before: ThreadAccount): void {
    this.#expected = null;
    this.#makeProcess(pid, null, at, name);
    const track = this.#add(pid, pid, null, at, name);
    track?.begunWith(before.wanted, before.ran, true);
    if (track !== null) this.#switch(track, 'running', at, cpu);
  }

  /** Its beginning is among the records that were lost: it begins here. */
  #adoptSwitched(pid: number, tid: number, at: number): ThreadTrack | null {
    if (this.#lostUntil === 0 || this.#left > 0 || pid === 0 || pid > mostPid) return null;
    if (!this.#names.has(pid)) {
      this.#names.set(pid, '');
      this.#makeProcess(pid, null, at, '');
    }
    const track = this.#add(pid, tid, null, at, this.#names.get(pid) ?? '');
    track?.begunWith(null);
    return track;
  }

  #makeProcess(pid: number, parentPid: number | null, at: number, name: string): void {
    this.#heardOf.set(pid, at);
    this.#sink.process(pid, parentPid, at, name);
  }

  #add(pid: number, tid: number, madeBy: number | null, at: number, name: string): ThreadTrack | null {
    if (this.#made >= this.#most) {
      this.#left++;
      this.#leftThreads.add(tid);
      return null;
    }
    this.#made++;
    const track = new ThreadTrack(pid, tid, at, this.#sink, this.#cost);
    this.#threads.set(tid, track);
    track.isChanged = true;
    this.#changed.push(track);
    this.#sink.thread(pid, tid, madeBy, at, name);
    return track;
  }

  #switch(track: ThreadTrack, to: Parameters<ThreadTrack['switchTo']>[0], at: number, core: number | null): void {
    track.switchTo(to, at, core);
    if (track.isChanged) return;
    track.isChanged = true;
    this.#changed.push(track);
  }

  #end(track: ThreadTrack, at: number): void {
    track.cut(at);
    track.finish();
    this.#threads.delete(track.tid);
    this.#listener.ended(track.pid, track.tid, at);
    this.#sink.ended(track.pid, track.tid, at);
  }
}
