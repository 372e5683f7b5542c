import type { SchedulerRecord } from './perf/records';
import type { SchedulerSink } from './sink';
import { ThreadTrack } from './thread-track';

export interface FollowLimits {
  /** Threads that are followed at once and in all; of what comes behind it nothing is told. */
  readonly threads: number;
}

/** A thread that is ending has no number any more: the kernel writes -1. */
const mostPid = 2 ** 31;

/** Makes intervals of context switches: one track a thread, in the tree of a process. */
export class RecordFollower {
  readonly #sink: SchedulerSink;
  readonly #most: number;
  readonly #threads = new Map<number, ThreadTrack>();
  /** Names by process, for threads that are made. */
  readonly #names = new Map<number, string>();
  #made = 0;
  #left = 0;
  #switches = 0;
  #lost = 0;
  #lastAt = 0;
  #expected: { readonly pid: number; readonly wanted: number } | null = null;

  constructor(sink: SchedulerSink, { threads }: FollowLimits) {
    this.#sink = sink;
    this.#most = threads;
  }

  /** Threads that are alive. */
  get threads(): ReadonlyMap<number, ThreadTrack> {
    return this.#threads;
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
   * @param wanted ns that it has waited for a core before
   */
  expect(pid: number, name: string, wanted = 0): void {
    this.#names.set(pid, name);
    this.#expected = { pid, wanted };
  }

  take(records: readonly SchedulerRecord[]): void {
    for (const record of records) {
      this.#take(record);
      this.#lastAt = Math.max(this.#lastAt, record.at);
    }
  }

  /** Nothing more comes: threads that are alive end here. */
  finish(at: number): void {
    for (const track of this.#threads.values()) this.#end(track, at);
  }

  /** A thread is not there any more, and its end was not told: it ends where it was last known. */
  gone(track: ThreadTrack): void {
    // The kernel tells of losses with the next record that finds room: behind the last one it never does.
    this.#lost++;
    this.#end(track, track.since);
  }

  #take(record: SchedulerRecord): void {
    switch (record.kind) {
      case 'switch': {
        const track = this.#threads.get(record.tid) ?? this.#adopt(record);
        if (record.to === 'running') this.#switches++;
        return track?.switchTo(record.to, record.at, record.cpu);
      }
      case 'fork': {
        const { pid, tid, parentPid, parentTid, at } = record;
        const name = this.#names.get(parentPid) ?? '';
        if (pid !== parentPid) {
          this.#names.set(pid, name);
          this.#sink.process(pid, parentPid, at, name);
        }
        return void this.#add(pid, tid, parentTid, at, name);
      }
      case 'comm': {
        if (record.pid === this.#expected?.pid && record.exec) this.#begin(record, this.#expected.wanted);
        const track = this.#threads.get(record.tid);
        if (track === undefined) return;
        if (record.exec) {
          this.#names.set(record.pid, record.name);
          if (track.state !== 'running') track.switchTo('running', record.at, record.cpu);
        }
        return this.#sink.renamed(record.pid, record.tid, record.name);
      }
      case 'exit': {
        const track = this.#threads.get(record.tid);
        return track === undefined ? undefined : this.#end(track, record.at);
      }
      case 'lost': {
        this.#lost += record.count;
        this.#sink.lost(this.#lastAt, record.at, record.count);
        for (const track of this.#threads.values()) {
          track.switchTo('unknown', this.#lastAt, null);
        }
        return;
      }
    }
  }

  #begin({ pid, at, name, cpu }: Extract<SchedulerRecord, { kind: 'comm' }>, wanted: number): void {
    this.#expected = null;
    this.#sink.process(pid, null, at, name);
    const track = this.#add(pid, pid, null, at, name);
    track?.begunWith(wanted);
    track?.switchTo('running', at, cpu);
  }

  /** Its beginning is among the records that were lost: it begins here. */
  #adopt({ pid, tid, at }: Extract<SchedulerRecord, { kind: 'switch' }>): ThreadTrack | null {
    if (this.#lost === 0 || this.#left > 0 || pid === 0 || pid > mostPid) return null;
    if (!this.#names.has(pid)) {
      this.#names.set(pid, '');
      this.#sink.process(pid, null, at, '');
    }
    return this.#add(pid, tid, null, at, this.#names.get(pid) ?? '');
  }

  #add(pid: number, tid: number, madeBy: number | null, at: number, name: string): ThreadTrack | null {
    if (this.#made >= this.#most) {
      this.#left++;
      return null;
    }
    this.#made++;
    const track = new ThreadTrack(pid, tid, at, this.#sink);
    this.#threads.set(tid, track);
    this.#sink.thread(pid, tid, madeBy, at, name);
    return track;
  }

  #end(track: ThreadTrack, at: number): void {
    track.cut(at);
    track.finish();
    this.#threads.delete(track.tid);
    this.#sink.ended(track.pid, track.tid, at);
  }
}
