import type { ThreadHello } from '../../core/protocol/job';
import type { LaneId } from '../../core/trace/lane';
import { trackNames, type TrackId } from '../../core/trace/track';
import type { ChunkBuilder } from './chunk-builder';

/** A JavaScript or Python thread of the job: its lanes, and the tracks that its frames fill. */
export interface ThreadLanes {
  readonly pid: number;
  readonly tid: number | null;
  readonly lane: LaneId;
  /** Null where it runs no tasks. */
  readonly tasks: TrackId | null;
  /** Null where a thread's CPU time can't be read. */
  readonly cpu: TrackId | null;
  /** Made when it has something to show. */
  pickling: TrackId | null;
  /** Null where it runs no event loop. */
  readonly loop: { readonly lag: TrackId; readonly utilisation: TrackId } | null;
  readonly process: ProcessLane;
  /** Runs the event loop of the process itself. */
  readonly isMain: boolean;
}

export interface ProcessLane {
  readonly pid: number;
  readonly lane: LaneId;
  readonly cpu: TrackId;
  /** Nanos of the newest CPU sample. */
  sampledAt: number;
}

/**
 * The lanes of a job, made as its threads say hello. Files are read in any order, so a worker thread may come before
 * the host it lives in: its process lane is made for it then, and found again by the host.
 */
export class LaneTree {
  readonly #builder: ChunkBuilder;
  readonly #processes = new Map<number, ProcessLane>();
  readonly #threads: ThreadLanes[] = [];
  #threadsWithoutCpu = 0;

  constructor(builder: ChunkBuilder) {
    this.#builder = builder;
  }

  get threads(): readonly ThreadLanes[] {
    return this.#threads;
  }

  get processes(): ReadonlyMap<number, ProcessLane> {
    return this.#processes;
  }

  /** Threads that said they can't read their own CPU time. */
  get threadsWithoutCpu(): number {
    return this.#threadsWithoutCpu;
  }

  addThread(hello: ThreadHello): ThreadLanes {
    const { pid, tid, worker } = hello;
    const process = this.process(pid, hello.role === 'worker' && hello.kind === 'process' ? worker : null);
    const lane = this.#builder.addLane({
      kind: 'thread',
      name: hello.name ?? (hello.kind === 'thread' && worker !== null ? `worker ${worker + 1}` : 'main'),
      parent: process.lane,
      pid,
      ...(tid === null ? {} : { tid }),
      ...(worker === null ? {} : { worker }),
    });
    const counter = { lane, kind: 'counter' } as const;
    const thread: ThreadLanes = {
      pid,
      tid,
      lane,
      tasks: worker === null ? null : this.#builder.addTrack({ lane, kind: 'slices', name: trackNames.tasks }),
      cpu:
        hello.threadCpu === null
          ? null
          : this.#builder.addTrack({ ...counter, name: trackNames.cpu, unit: 'cumulativeNanos' }),
      pickling: null,
      loop: hello.loop === false ? null : this.#loopOf(lane, pid),
      process,
      isMain: hello.kind === 'process',
    };
    this.#threads.push(thread);
    if (hello.threadCpu === null) this.#threadsWithoutCpu++;
    return thread;
  }

  #loopOf(thread: LaneId, pid: number): NonNullable<ThreadLanes['loop']> {
    const lane = this.#builder.addLane({ kind: 'loop', name: 'event loop', parent: thread, pid });
    const counter = { lane, kind: 'counter' } as const;
    return {
      lag: this.#builder.addTrack({ ...counter, name: trackNames.lag, unit: 'nanos' }),
      utilisation: this.#builder.addTrack({ ...counter, name: trackNames.utilisation, unit: 'share' }),
    };
  }

  /** @param worker index of a worker process in its pool; null: the host. */
  process(pid: number, worker: number | null): ProcessLane {
    const known = this.#processes.get(pid);
    if (known !== undefined) return known;
    const lane = this.#builder.addLane({
      kind: 'process',
      name: worker === null ? 'job' : `process ${worker + 1}`,
      parent: null,
      pid,
    });
    const cpu = this.#builder.addTrack({ lane, kind: 'counter', name: trackNames.cpu, unit: 'cumulativeNanos' });
    const process: ProcessLane = { pid, lane, cpu, sampledAt: Number.NEGATIVE_INFINITY };
    this.#processes.set(pid, process);
    return process;
  }
}
