/*
 * The frames of a job's threads, put together to lanes and tracks.
 *
 *   1234-0.frames  hello, task*, loop*, …  ─┐
 *   1234-1.frames  hello, task*, …         ─┼─> JobAssembler ─> rows in the ChunkBuilder, tasks in flight, hashes
 *   1235-0.frames  …                       ─┘
 *
 * A file whose first frame is no hello, or that says what can't be, throws: the tailer then gives up that file alone.
 */
import type { RunFailure } from '../../core/trace/run';
import { frameKinds, isRowKind, type RawFrame, type RowFrameKind } from '../../core/protocol/frames';
import type { LaneId } from '../../core/trace/lane';
import { sliceFlags, trackNames } from '../../core/trace/track';
import type { ChunkBuilder } from './chunk-builder';
import { ItemHashes } from './item-hashes';
import { LaneTree, type ThreadLanes } from './lane-tree';
import { OpenTasks } from './open-tasks';
import { checkTask, checkTimes, parseJsonFrame, parseRows, type JsonFrame } from './parse-frames';

/** Threads of one process all tell its CPU time: of others than its main thread one sample in so long is enough. */
const processCpuPeriod = 40e6;

type Rows = { readonly values: Float64Array; readonly width: number };

export class JobAssembler {
  readonly hashes = new ItemHashes();
  readonly lanes: LaneTree;
  /** The lane that run-wide tracks are on. */
  readonly machine: LaneId;
  readonly #builder: ChunkBuilder;
  readonly #phases: number;
  readonly #files = new Map<string, ThreadLanes>();
  readonly #open = new OpenTasks();
  #epoch: bigint | null = null;
  #lastSeen = 0;
  #unknownFrames = 0;
  #working = false;
  #over = false;
  #failure: RunFailure | null = null;

  constructor(builder: ChunkBuilder) {
    this.#builder = builder;
    this.machine = builder.addLane({ kind: 'machine', name: 'machine', parent: null });
    this.#phases = builder.addTrack({ lane: this.machine, kind: 'marks', name: trackNames.phases });
    this.lanes = new LaneTree(builder);
  }

  /** The run's t = 0 on CLOCK_MONOTONIC, in ns; null until the first thread has said hello. */
  get epoch(): bigint | null {
    return this.#epoch;
  }

  /** The latest time that any frame told. */
  get lastSeen(): number {
    return this.#lastSeen;
  }

  /** Frames of kinds that this version doesn't know. */
  get unknownFrames(): number {
    return this.#unknownFrames;
  }

  /** The work has begun. */
  get working(): boolean {
    return this.#working;
  }

  /** The work has ended: what comes now is only tidying up. */
  get over(): boolean {
    return this.#over;
  }

  /** What a thread wrote down before it ended, where it could not tell the runner any more. */
  get failure(): RunFailure | null {
    return this.#failure;
  }

  get open(): OpenTasks {
    return this.#open;
  }

  /** @param file name of the thread's file. @throws {Error} naming what a worker would never write. */
  accept(file: string, { kind, payload }: RawFrame): void {
    if (kind === frameKinds.hello) return this.#hello(file, parseJsonFrame(frameKinds.hello, payload));
    const thread = this.#files.get(file);
    if (thread === undefined) throw new Error('frames before the one that says whose they are');
    if (isRowKind(kind)) return this.#rows[kind](thread, parseRows(kind, payload));
    if (kind === frameKinds.phase) return this.#phase(parseJsonFrame(kind, payload));
    if (kind === frameKinds.failure) this.#fail(parseJsonFrame(kind, payload));
    else if (kind === frameKinds.summary) this.#see(parseJsonFrame(kind, payload).at);
    else this.#unknownFrames++;
  }

  /** The run is over: tasks still in flight become slices that end at `end` and say that they are unfinished. */
  closeOpenTasks(end: number): readonly { readonly item: number }[] {
    const tasks = this.#open.takeAll();
    for (const { track, item, start, slot } of tasks) {
      const until = Math.max(start, end);
      this.#builder.row(track, start, until, until, item, slot, Number.NaN, Number.NaN, sliceFlags.unfinished);
    }
    return tasks;
  }

  readonly #rows: { readonly [K in RowFrameKind]: (thread: ThreadLanes, rows: Rows) => void } = {
    [frameKinds.taskStart]: (thread, { values, width }) => {
      const track = tasksOf(thread);
      for (let at = 0; at < values.length; at += width) {
        const [item, start, slot] = [values[at]!, values[at + 1]!, values[at + 2]!];
        checkTask(item, slot);
        checkTimes(start);
        this.#open.add(track, { item, start, slot });
        this.#see(start);
      }
    },
    [frameKinds.task]: (thread, { values, width }) => {
      const track = tasksOf(thread);
      for (let at = 0; at < values.length; at += width) {
        const item = values[at]!;
        const [start, runEnd, end, slot] = [values[at + 1]!, values[at + 2]!, values[at + 3]!, values[at + 4]!];
        checkTask(item, slot);
        checkTimes(start, runEnd, end);
        this.#open.end(track, item);
        this.#builder.row(track, start, end, runEnd, item, slot, values[at + 5], values[at + 6], 0);
        this.hashes.set(item, values[at + 7]!, values[at + 8]!);
        this.#see(end);
      }
    },
    [frameKinds.loop]: (thread, { values, width }) => {
      for (let at = 0; at < values.length; at += width) {
        const time = values[at]!;
        checkTimes(time);
        const { lag, utilisation } = loopOf(thread);
        this.#builder.row(lag, time, values[at + 1]);
        const used = values[at + 2]!;
        if (!Number.isNaN(used)) this.#builder.row(utilisation, time, used);
        this.#see(time);
      }
    },
    [frameKinds.cpu]: (thread, { values, width }) => {
      for (let at = 0; at < values.length; at += width) {
        const time = values[at]!;
        checkTimes(time);
        const used = values[at + 1]!;
        if (thread.cpu !== null && !Number.isNaN(used)) this.#builder.row(thread.cpu, time, used);
        this.#processCpu(thread, time, values[at + 2]!);
        this.#see(time);
      }
    },
    [frameKinds.pickle]: (thread, rows) => this.#pickled(thread, rows),
  };

  #pickled(thread: ThreadLanes, { values, width }: Rows): void {
    thread.pickling ??= this.#builder.addTrack({ lane: thread.lane, kind: 'slices', name: trackNames.pickling });
    for (let at = 0; at < values.length; at += width) {
      const [start, end] = [values[at]!, values[at + 1]!];
      checkTimes(start, end);
      const name = this.#builder.string(values[at + 2] === 0 ? 'pickling items' : 'unpickling items');
      this.#builder.row(thread.pickling, start, end, end, name, 0, Number.NaN, Number.NaN, 0);
      this.#see(end);
    }
  }

  #processCpu({ process, isMain }: ThreadLanes, time: number, used: number): void {
    if (Number.isNaN(used) || (!isMain && time < process.sampledAt + processCpuPeriod)) return;
    this.#builder.row(process.cpu, time, used);
    process.sampledAt = Math.max(process.sampledAt, time);
  }

  #hello(file: string, hello: JsonFrame<typeof frameKinds.hello>): void {
    if (this.#files.has(file)) throw new Error('a second hello in one file');
    const epoch = BigInt(hello.epochNs);
    if (this.#epoch !== null && this.#epoch !== epoch) throw new Error('a thread that belongs to another run');
    this.#epoch = epoch;
    this.#files.set(file, this.lanes.addThread(hello));
  }

  #phase({ name, at }: JsonFrame<typeof frameKinds.phase>): void {
    this.#builder.row(this.#phases, at, this.#builder.string(name));
    if (name === 'workStart') this.#working = true;
    if (name === 'workEnd') this.#over = true;
    this.#see(at);
  }

  /** The first failure counts: others follow from it. */
  #fail({ message, item, stack, at }: JsonFrame<typeof frameKinds.failure>): void {
    this.#failure ??= { message, ...(item === undefined ? {} : { item }), ...(stack === undefined ? {} : { stack }) };
    this.#see(at);
  }

  #see(time: number): void {
    if (time > this.#lastSeen) this.#lastSeen = time;
  }
}

function loopOf(thread: ThreadLanes): NonNullable<ThreadLanes['loop']> {
  if (thread.loop === null) throw new Error('an event loop of a thread that said it runs none');
  return thread.loop;
}

function tasksOf(thread: ThreadLanes): number {
  if (thread.tasks === null) throw new Error('tasks of a thread that said it runs none');
  return thread.tasks;
}
