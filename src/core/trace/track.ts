import type { Turns } from './turns';
import type { LaneId } from './lane';

/** Ids are unique within one recording. */
export type TrackId = number;

/** The five kinds of data a lane can carry; the timeline draws any track by its kind alone. */
export type TrackKind = 'states' | 'slices' | 'counter' | 'marks' | 'flows';

/**
 * `cumulative` counters only grow (CPU nanoseconds): their derivative is drawn, and a range's value is the
 * difference of its ends. `share` is 0..1. `nanos` and `count` are drawn as they are.
 */
export type CounterUnit = 'share' | 'nanos' | 'count' | 'cumulativeNanos';

/** What a track measures; the timeline and the analysis find tracks by this name. */
export const trackNames = {
  /** counter, share, on core lanes: busy with anything, measured over the 50 ms before the sample. */
  coreBusy: 'busy',
  /** counter, share, on core lanes of recorded commands: busy with the command's own threads. */
  coreTarget: 'target',
  /** counter, cumulativeNanos, on process and thread lanes: CPU time used so far. */
  cpu: 'cpu',
  /**
   * counter, cumulativeNanos, on thread lanes, and of all threads on the machine lane: how much of the time a thread was on a core
   * the hypervisor took that core away (steal). A thread without one lost none, if the machine has one; else it is not known.
   */
  stolen: 'stolen',
  /** counter, cumulativeNanos, on the machine lane: CPU time of the recorder itself. */
  recorder: 'recorder',
  /** slices, on thread lanes: one per task. */
  tasks: 'tasks',
  /** counter, nanos, on loop lanes: the worst delay of the event loop in the window that ends at the sample. */
  lag: 'lag',
  /** counter, share, on loop lanes: eventLoopUtilization of the window that ends at the sample. */
  utilisation: 'utilisation',
  /** states, on thread lanes of recorded commands: on a core, wanting one, or waiting and for what. */
  states: 'states',
  /*
   * On the loop lanes of Node and Python programs, as their agent tells. Slices are named: their `id` is an index into the
   * recording's `strings`; `head` and `tail` are not measured.
   */
  /** counter, count: most operations in flight in the window that ends at the sample. */
  inFlight: 'inFlight',
  /** slices: the event loop did not turn. */
  blocked: 'blocked',
  /** slices: garbage collections. */
  garbage: 'garbage',
  /**
   * slices: HTTP, sockets, DNS, files, children, timers, workers; tasks of asyncio. On thread lanes of Python: what a pool's
   * worker does for it.
   */
  operations: 'operations',
  /** slices: functions on the stack, from CPU samples; `slot` is how many calls deep. */
  stack: 'stack',
  /** counter, count: promises made in the window that ends at the sample. */
  promises: 'promises',
  /** slices: when an operation's own code ran; `slot` is the operation's. */
  steps: 'steps',
  /** slices: what an operation waited for between its steps; `slot` is the operation's. */
  awaits: 'awaits',
  /** flows, on the lane of `operations`: from the `start` of an operation to the `start` of one that it started. */
  startedBy: 'startedBy',
  /** slices, on thread lanes: work given to a pool until a worker begins with it. */
  queued: 'queued',
  /** slices: performance.measure and console.time; `with juggler.span(…)`, on thread lanes. */
  measures: 'measures',
  /** slices, on thread lanes of Python jobs: items are packed for another process, or unpacked in it. */
  pickling: 'pickling',
  /** marks: performance.mark; `juggler.mark(…)`, on thread lanes. */
  userMarks: 'marks',
  /** flows, on the machine lane: messages between threads of a program. */
  messages: 'messages',
  /** flows, on the machine lane of recorded commands: from who made a thread to it. */
  made: 'made',
  /** marks, on the machine lane: the phases of the run, see `phaseNames`. */
  phases: 'phases',
} as const;

/** Names of the marks on the `phases` track, in order. Work is what lies between `workStart` and `workEnd`. */
export const phaseNames = { start: 'start', ready: 'workStart', end: 'workEnd' } as const;

export interface TrackInfo {
  readonly id: TrackId;
  readonly lane: LaneId;
  readonly kind: TrackKind;
  readonly name: string;
  /** Only on counters. */
  readonly unit?: CounterUnit;
}

/** Times are `Nanos`, ascending. All columns of one track have the same length. */
export interface StatesColumns {
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Index into `threadStates`. */
  readonly state: Uint8Array;
  /** The core it was on while `running`; `noCore` in other states, and where that is not known. */
  readonly core: Uint16Array;
  /** Bits of `stateFlags`. */
  readonly flags: Uint8Array;
}

export const noCore = 0xffff;

/**
 * `estimated`: how long is known, where it lies is not (waiting for a core after a wake-up). `inferred`: the reason is that
 * of the thread's last wait, this one was too short to be asked for it.
 */
export const stateFlags = { estimated: 1, inferred: 2 } as const;

/**
 * One row a task, in order of `start`. On an event loop tasks overlap: `slot` is the row (from 0) that a task
 * holds while it is in flight, and no two tasks in flight at once share one.
 *
 * ```
 * start        runEnd                         end
 *   |█████████████|──────────────────────────────|
 *    run() itself    what it awaited, and its continuations
 * ```
 */
export interface SlicesColumns {
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** When the call of `run` returned. Equal to `end` for synchronous work. */
  readonly runEnd: Float64Array;
  /** The item's index, from 0. */
  readonly id: Uint32Array;
  readonly slot: Uint16Array;
  /** Share of [start, runEnd] that the thread spent on a core, 0..1; NaN where not measured. */
  readonly head: Float32Array;
  /** Share of [runEnd, end] that the thread spent on a core; NaN where not measured or where other tasks overlap. */
  readonly tail: Float32Array;
  /** Bits of `sliceFlags`. */
  readonly flags: Uint8Array;
}

/**
 * `unfinished`: still in flight when the recording ended; its `end` is when it was last seen. `cancelled` and `failed`: how an
 * operation ended, where its agent knows.
 */
export const sliceFlags = { unfinished: 1, cancelled: 2, failed: 4 } as const;

export interface CounterColumns {
  readonly time: Float64Array;
  readonly value: Float64Array;
}

export interface MarksColumns {
  readonly time: Float64Array;
  /** Index into the recording's `strings`. */
  readonly name: Uint32Array;
}

/** An arrow from one lane to another. */
export interface FlowsColumns {
  readonly fromTime: Float64Array;
  readonly toTime: Float64Array;
  readonly fromLane: Uint32Array;
  readonly toLane: Uint32Array;
}

export interface ColumnsOf {
  states: StatesColumns;
  slices: SlicesColumns;
  counter: CounterColumns;
  marks: MarksColumns;
  flows: FlowsColumns;
}

/** Element types of every column, in order: builder, codec and bridge are driven by this table. */
export const columnTypes = {
  states: { start: 'f64', end: 'f64', state: 'u8', core: 'u16', flags: 'u8' },
  slices: { start: 'f64', end: 'f64', runEnd: 'f64', id: 'u32', slot: 'u16', head: 'f32', tail: 'f32', flags: 'u8' },
  counter: { time: 'f64', value: 'f64' },
  marks: { time: 'f64', name: 'u32' },
  flows: { fromTime: 'f64', toTime: 'f64', fromLane: 'u32', toLane: 'u32' },
} as const satisfies { [K in TrackKind]: { [C in keyof ColumnsOf[K]]: 'f64' | 'f32' | 'u32' | 'u16' | 'u8' } };

/** A track with its data as of one snapshot of a recording. */
export type Track = {
  [K in TrackKind]: TrackInfo & {
    readonly kind: K;
    readonly columns: ColumnsOf[K];
    /** Length of the columns. */
    readonly rows: number;
    /** Of slices: how many rows (`slot`) they need; 0 of other kinds, and as long as there are none. */
    readonly slots: number;
    /** Of states of which only sums are left before the recording's `coarseUntil`: how often the thread got a core until then. */
    readonly turns?: Turns;
  };
}[TrackKind];

/** Thread states in the order of `StatesColumns.state`. */
export const threadStates = [
  'running',
  'runnable',
  'io',
  'lock',
  'gil',
  'sleep',
  'poll',
  'child',
  'other',
  'unknown',
] as const;
export type ThreadState = (typeof threadStates)[number];
