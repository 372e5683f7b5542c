import type { Lane, LaneId } from '../../core/trace/lane';
import { noCore, threadStates, trackNames, type ThreadState, type TrackId } from '../../core/trace/track';
import type { ChunkBuilder } from '../assemble/chunk-builder';
import type { SchedulerSink } from '../scheduler/sink';
import type { TargetShares } from './target-shares';

interface ThreadLane {
  lane: Lane;
  readonly track: TrackId;
}

const stateIndex = new Map(threadStates.map((state, index) => [state, index]));

/** Turns what a scheduler tells of processes and threads into lanes, intervals, and arrows from who made them. */
export class SchedulerLanes implements SchedulerSink {
  readonly #builder: ChunkBuilder;
  readonly #processes = new Map<number, Lane>();
  readonly #threads = new Map<number, ThreadLane>();
  readonly #targets: TargetShares;
  readonly #machine: LaneId;
  #flows: TrackId | null = null;
  #messages: TrackId | null = null;
  #firstSeen: number | null = null;
  #runningNs = 0;
  #lastSeen = 0;
  #lostRecords = 0;

  /** @param machine the lane that run-wide tracks are on */
  constructor(builder: ChunkBuilder, machine: LaneId, targets: TargetShares) {
    this.#builder = builder;
    this.#targets = targets;
    this.#machine = machine;
  }

  /** CPU time of all threads so far, ns. */
  get runningNs(): number {
    return this.#runningNs;
  }

  /** The latest moment anything was told of. */
  get lastSeen(): number {
    return this.#lastSeen;
  }

  /** When its first thread began; null: not yet. */
  get firstSeen(): number | null {
    return this.#firstSeen;
  }

  get lostRecords(): number {
    return this.#lostRecords;
  }

  process(pid: number, parentPid: number | null, _at: number, name: string): void {
    const parent = parentPid === null ? null : (this.#processes.get(parentPid)?.id ?? null);
    const lane = { kind: 'process', name, parent, pid } as const;
    this.#processes.set(pid, { id: this.#builder.addLane(lane), ...lane });
  }

  thread(pid: number, tid: number, madeBy: number | null, at: number, name: string): void {
    this.#firstSeen ??= at;
    const process = this.#processes.get(pid);
    const lane = { kind: 'thread', name: pid === tid ? 'main' : name, parent: process?.id ?? null, pid, tid } as const;
    const id = this.#builder.addLane(lane);
    const track = this.#builder.addTrack({ lane: id, kind: 'states', name: trackNames.states });
    this.#threads.set(tid, { lane: { id, ...lane }, track });
    const maker = madeBy === null ? undefined : this.#threads.get(madeBy);
    if (maker === undefined) return;
    this.#flows ??= this.#builder.addTrack({ lane: this.#machine, kind: 'flows', name: trackNames.made });
    this.#builder.row(this.#flows, at, at, maker.lane.id, id);
  }

  /**
   * The lane of a thread that an agent speaks for; made here where the scheduler can't be seen.
   *
   * @param name better than the thread's own; null: it is the main thread
   */
  agentThread(pid: number, tid: number | null, name: string | null): LaneId {
    const known = this.#threads.get(tid ?? -1);
    if (known !== undefined && known.lane.pid === pid) {
      if (name !== null) this.renamed(pid, known.lane.tid!, name);
      return known.lane.id;
    }
    let process = this.#processes.get(pid);
    if (process === undefined) {
      const lane = { kind: 'process', name: 'node', parent: null, pid } as const;
      process = { id: this.#builder.addLane(lane), ...lane };
      this.#processes.set(pid, process);
    }
    return this.#builder.addLane({
      kind: 'thread',
      name: name ?? 'main',
      parent: process.id,
      pid,
      ...(tid === null ? {} : { tid }),
    });
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
    this.#builder.row(thread.track, from, end, stateIndex.get(state)!, core ?? noCore, flags);
  }

  lost(_from: number, _to: number, count: number): void {
    this.#lostRecords += count;
  }
}
