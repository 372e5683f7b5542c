import type { Capability } from '../../core/trace/capability';
import { noCore, threadStates, trackNames, type ThreadState, type TrackId } from '../../core/trace/track';
import type { JobAssembler } from '../assemble/assemble-job';
import type { ChunkBuilder } from '../assemble/chunk-builder';
import { StolenTracks } from '../assemble/stolen-tracks';
import { hasProc, openScheduler, type OpenScheduler } from '../scheduler/open-scheduler';
import type { SchedulerSink } from '../scheduler/sink';

type Interval = readonly [start: number, end: number, state: ThreadState, core: number | null, flags: number];

/** Intervals of one thread that are kept until it says hello; one that never does is none of the job's own. */
const mostKept = 2000;
const mostThreads = 4096;
const stateIndex = new Map(threadStates.map((state, index) => [state, index]));

/**
 * What the threads of a job did by the scheduler's account, on the lanes that the job itself made: so that threads are seen to wait
 * for each other's lock. It is attached to the host before the run's t = 0, so that nothing of the run is missed.
 */
export class JobScheduler implements SchedulerSink {
  readonly #builder: ChunkBuilder;
  readonly #assembler: JobAssembler;
  readonly #tracks = new Map<number, TrackId>();
  readonly #kept = new Map<number, Interval[]>();
  readonly #scheduler: OpenScheduler;
  /** CLOCK_MONOTONIC, ns: what the scheduler's times are since. The run's own t = 0 is not known yet. */
  readonly #since = process.hrtime.bigint();
  readonly #stolen: StolenTracks;
  #closed = false;

  constructor(pid: number, builder: ChunkBuilder, assembler: JobAssembler) {
    this.#builder = builder;
    this.#assembler = assembler;
    this.#stolen = new StolenTracks(builder, assembler.machine);
    const limits = { threads: mostThreads };
    this.#scheduler = openScheduler({ pid, name: 'job', epochNs: this.#since, limits, mark: null, runs: true }, this);
    if (this.#scheduler.capability.quality === 'exact' && hasProc()) this.#stolen.begin(0);
  }

  get capability(): Capability {
    return this.#scheduler.capability;
  }

  poll(): void {
    if (!this.#closed) this.#scheduler.poll();
  }

  /** Takes in what is left. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#scheduler.close();
  }

  interval(tid: number, ...interval: Interval): void {
    const track = this.#trackOf(tid);
    if (track !== null) return this.#write(track, interval);
    const kept = this.#kept.get(tid);
    if (kept === undefined) this.#kept.set(tid, [interval]);
    else if (kept.push(interval) > mostKept) kept.shift();
  }

  stolen(tid: number, from: number, to: number, ns: number): void {
    const { over, lastSeen, epoch, lanes } = this.#assembler;
    const lane = lanes.threads.find((each) => each.tid === tid)?.lane;
    if (lane === undefined || epoch === null) return;
    const later = Number(this.#since - epoch);
    if (to + later <= 0 || (over && to + later > lastSeen)) return;
    this.#stolen.add(lane, from + later, to + later, ns);
  }

  ended(_pid: number, tid: number): void {
    // The number may be given to another thread.
    this.#tracks.delete(tid);
    this.#kept.delete(tid);
  }

  // The job's own frames say which processes and threads there are, and what they are called.
  process(): void {}
  thread(): void {}
  renamed(): void {}
  lost(): void {}

  #trackOf(tid: number): TrackId | null {
    const known = this.#tracks.get(tid);
    if (known !== undefined) return known;
    const thread = this.#assembler.lanes.threads.find((each) => each.tid === tid);
    if (thread === undefined) return null;
    const track = this.#builder.addTrack({ lane: thread.lane, kind: 'states', name: trackNames.states });
    this.#tracks.set(tid, track);
    for (const interval of this.#kept.get(tid) ?? []) this.#write(track, interval);
    this.#kept.delete(tid);
    return track;
  }

  #write(track: TrackId, [start, end, state, core, flags]: Interval): void {
    const { over, lastSeen, epoch } = this.#assembler;
    // A lane is there only once its thread has told the run's t = 0.
    const later = Number(this.#since - epoch!);
    const from = Math.max(0, start + later);
    // What comes after the work's end is only tidying up.
    const until = over ? Math.min(end + later, lastSeen) : end + later;
    if (until > from) this.#builder.row(track, from, until, stateIndex.get(state), core ?? noCore, flags);
  }
}
