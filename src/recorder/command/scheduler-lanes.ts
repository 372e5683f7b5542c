import type { Lane, LaneId } from '../../core/trace/lane';
import { noCore, threadStates, trackNames, type ThreadState, type TrackId } from '../../core/trace/track';
import type { ChunkBuilder } from '../assemble/chunk-builder';
import type { SchedulerSink } from '../scheduler/sink';
import { StolenTracks } from '../assemble/stolen-tracks';
import type { KnownProcess } from './event-loop-capability';
import type { TargetShares } from './target-shares';

interface ThreadLane {
  lane: Lane;
  readonly track: TrackId;
}

const mostPast = 20_000;

const stateIndex = new Map(threadStates.map((state, index) => [state, index]));

/** Turns what a scheduler tells of processes and threads into lanes, intervals, and arrows from who made them. */
export class SchedulerLanes implements SchedulerSink {
  readonly #builder: ChunkBuilder;
  readonly #processes = new Map<number, Lane>();
  readonly #threads = new Map<number, ThreadLane>();
  /** Threads that have ended, the latest of their number: an agent may be heard of after that. */
  readonly #past = new Map<number, Lane>();
  /** States of the first threads of processes. */
  readonly #tracks = new Map<LaneId, TrackId>();
  /** Lanes of processes and threads, by `pid` and `pid tid`, that an agent told of before the scheduler did. */
  readonly #foretold = new Map<string, Lane>();
  /** CPU time of processes of whose threads nothing is known. */
  readonly #times = new Map<number, { readonly track: TrackId; cpuNs: number }>();
  readonly #targets: TargetShares;
  readonly #machine: LaneId;
  #flows: TrackId | null = null;
  #messages: TrackId | null = null;
  #firstSeen: number | null = null;
  #runningNs = 0;
  readonly #stolen: StolenTracks;
  #lastSeen = 0;
  #lostRecords = 0;

  /** @param machine the lane that run-wide tracks are on */
  constructor(builder: ChunkBuilder, machine: LaneId, targets: TargetShares) {
    this.#builder = builder;
    this.#targets = targets;
    this.#machine = machine;
    this.#stolen = new StolenTracks(builder, machine);
  }

  /** CPU time of all threads so far, ns. */
  get runningNs(): number {
    return this.#runningNs - this.#stolen.ns;
  }

  /** The latest moment anything was told of. */
  get lastSeen(): number {
    return this.#lastSeen;
  }

  /** When its first thread began; null: not yet. */
  get firstSeen(): number | null {
    return this.#firstSeen;
  }

  /** By their latest names; of those with one number the latest. */
  get processes(): readonly KnownProcess[] {
    const pids = new Map([...this.#processes.values()].map(({ id, pid }) => [id, pid]));
    return [...this.#processes].map(([pid, { name, parent }]) => ({
      pid,
      parentPid: parent === null ? null : (pids.get(parent) ?? null),
      name,
    }));
  }

  get lostRecords(): number {
    return this.#lostRecords;
  }

  process(pid: number, parentPid: number | null, _at: number, name: string): void {
    const parent = parentPid === null ? null : (this.#processes.get(parentPid)?.id ?? null);
    const lane = { kind: 'process', name, parent, pid } as const;
    this.#times.delete(pid);
    this.#processes.set(pid, this.#lane(String(pid), lane));
  }

  thread(pid: number, tid: number, madeBy: number | null, at: number, name: string): void {
    this.#firstSeen ??= at;
    const process = this.#processes.get(pid);
    const before = this.#firstOf(process, tid);
    if (before !== null) return void this.#threads.set(tid, before);
    const key = `${pid} ${tid}`;
    const known = pid === tid ? 'main' : (this.#foretold.get(key)?.name ?? name);
    const lane = this.#lane(key, { kind: 'thread', name: known, parent: process?.id ?? null, pid, tid });
    const { id } = lane;
    const track = this.#builder.addTrack({ lane: id, kind: 'states', name: trackNames.states });
    this.#threads.set(tid, { lane, track });
    if (pid === tid) this.#tracks.set(id, track);
    const maker = madeBy === null ? undefined : this.#threads.get(madeBy);
    if (maker === undefined) return;
    this.#flows ??= this.#builder.addTrack({ lane: this.#machine, kind: 'flows', name: trackNames.made });
    this.#builder.row(this.#flows, at, at, maker.lane.id, id);
  }

  /** Another thread of a process executed a program, and has the number of its first one from then on: it goes on with its lane. */
  #firstOf(process: Lane | undefined, tid: number): ThreadLane | null {
    const lane = this.#past.get(tid);
    if (process === undefined || lane === undefined || process.pid !== tid || lane.parent !== process.id) return null;
    const track = this.#tracks.get(lane.id);
    return track === undefined ? null : { lane, track };
  }

  /**
   * The lane of a thread that an agent speaks for; made here where the scheduler has not told of it yet, or can't be seen.
   *
   * @param name better than the thread's own; null: it is the main thread
   * @param runtime what runs the program, for a process that has no other name
   */
  agentThread(pid: number, tid: number | null, name: string | null, runtime: string): LaneId {
    const known = this.#threads.get(tid ?? -1)?.lane ?? this.#past.get(tid ?? -1);
    if (known !== undefined && known.pid === pid) {
      if (name !== null) this.#rename({ ...known, name });
      return known.id;
    }
    let process = this.#processes.get(pid);
    if (process === undefined) {
      process = this.#foretell(String(pid), { kind: 'process', name: runtime, parent: null, pid });
      this.#processes.set(pid, process);
    }
    const lane = { kind: 'thread', name: name ?? 'main', parent: process.id, pid } as const;
    return tid === null ? this.#builder.addLane(lane) : this.#foretell(`${pid} ${tid}`, { ...lane, tid }).id;
  }

  /** A thread's own name for itself. */
  nameThread(pid: number, tid: number, name: string): void {
    const lane = this.#threads.get(tid)?.lane ?? this.#past.get(tid) ?? this.#foretold.get(`${pid} ${tid}`);
    if (lane !== undefined && lane.pid === pid && pid !== tid) this.#rename({ ...lane, name });
  }

  #rename(lane: Lane): void {
    const { tid = -1, pid = -1 } = lane;
    const thread = this.#threads.get(tid);
    const key = `${pid} ${tid}`;
    if (thread?.lane.id === lane.id) thread.lane = lane;
    else if (this.#foretold.has(key)) this.#foretold.set(key, lane);
    this.#builder.renameLane(lane);
  }

  #foretell(key: string, lane: Omit<Lane, 'id'>): Lane {
    const made = { id: this.#builder.addLane(lane), ...lane };
    this.#foretold.set(key, made);
    return made;
  }

  /** The one that was foretold, or a new one. */
  #lane(key: string, lane: Omit<Lane, 'id'>): Lane {
    const foretold = this.#foretold.get(key);
    if (foretold === undefined) return { id: this.#builder.addLane(lane), ...lane };
    this.#foretold.delete(key);
    const told = { ...lane, id: foretold.id };
    this.#builder.renameLane(told);
    return told;
  }

  message(from: LaneId, to: LaneId, sentAt: number, receivedAt: number): void {
    this.#messages ??= this.#builder.addTrack({ lane: this.#machine, kind: 'flows', name: trackNames.messages });
    this.#builder.row(this.#messages, Math.max(0, sentAt), Math.max(0, receivedAt), from, to);
  }

  renamed(pid: number, tid: number, name: string): void {
    const process = this.#processes.get(pid);
    if (pid === tid && process !== undefined) {
      const renamed = { ...process, name };
      this.#processes.set(pid, renamed);
      this.#builder.renameLane(renamed);
      return;
    }
    const thread = this.#threads.get(tid);
    if (thread === undefined) return;
    thread.lane = { ...thread.lane, name };
    this.#builder.renameLane(thread.lane);
  }

  ended(_pid: number, tid: number, at: number): void {
    // The number may be given to another thread.
    const thread = this.#threads.get(tid);
    if (thread !== undefined) {
      this.#past.delete(tid);
      this.#past.set(tid, thread.lane);
      if (this.#past.size > mostPast) this.#past.delete(this.#past.keys().next().value!);
    }
    this.#threads.delete(tid);
    this.#lastSeen = Math.max(this.#lastSeen, at);
  }

  interval(tid: number, start: number, end: number, state: ThreadState, core: number | null, flags: number): void {
    const thread = this.#threads.get(tid);
    if (thread === undefined) return;
    if (state === 'running') this.#runningNs += end - start;
    if (core !== null) this.#targets.add(core, start, end);
    this.#lastSeen = Math.max(this.#lastSeen, end);
    // What was before t = 0 is not part of the run.
    const from = Math.max(0, start);
    if (end <= from) return;
    this.#builder.row(thread.track, from, end, stateIndex.get(state), core ?? noCore, flags);
  }

  /** From t = 0 on, what was stolen is told. */
  tellStolen(): void {
    this.#stolen.begin(0);
  }

  stolen(tid: number, from: number, to: number, ns: number): void {
    const thread = this.#threads.get(tid);
    if (thread !== undefined) this.#stolen.add(thread.lane.id, from, to, ns);
  }

  processTime(pid: number, at: number, cpuNs: number): void {
    const process = this.#processes.get(pid);
    if (process === undefined) return;
    let time = this.#times.get(pid);
    if (time === undefined) {
      const info = { lane: process.id, kind: 'counter', name: trackNames.cpu, unit: 'cumulativeNanos' } as const;
      this.#times.set(pid, (time = { track: this.#builder.addTrack(info), cpuNs: 0 }));
    }
    this.#runningNs += cpuNs - time.cpuNs;
    time.cpuNs = cpuNs;
    this.#builder.row(time.track, Math.max(0, at), cpuNs);
  }

  lost(_from: number, _to: number, count: number): void {
    this.#lostRecords += count;
  }
}
