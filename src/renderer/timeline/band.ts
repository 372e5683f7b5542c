import type { InFlight } from '../../core/analysis/in-flight/in-flight';
import type { ExtremesIndex } from '../../core/trace/extremes-index';
import type { OpenSlices } from '../../core/trace/chunk';
import type { LaneId } from '../../core/trace/lane';
import type { Mode } from '../../core/trace/run';
import type { TimeRange } from '../../core/trace/time-range';
import type { SlicesIndex } from '../../core/trace/slices-index';
import type { CounterColumns, FlowsColumns, SlicesColumns } from '../../core/trace/track';
import type { ColourName } from './colours';
import type { LaneSums } from './lane-sums';
import type { TrackRow } from './rows/track-row';
import { fitViewport } from './viewport';
import type { StateRows } from './state-rows';

/** One run, ready to be laid out. Made from a recording by `BandSource`. */
export interface Band {
  readonly mode: Mode;
  /** Id of the run that is drawn. */
  readonly run: string;
  readonly cores: readonly CoreRow[];
  readonly lanes: readonly LaneRow[];
  /** Threads of a recorded command. */
  readonly states: StateRows;
  /** What its programs told of their threads, thread by thread. */
  readonly tracks: readonly TrackRow[];
  /** Between its threads. */
  readonly arrows: readonly ArrowTrack[];
  /** Tasks in flight; null where no task has been seen. */
  readonly inFlight: (() => InFlight) | null;
  readonly loops: readonly LoopRow[];
  /** The time of this run that is drawn at t = 0, Nanos: other than 0 where runs are aligned at something. */
  readonly offset: number;
  /** Nanos; null: not yet. */
  readonly workStart: number | null;
  readonly workEnd: number | null;
  readonly seenUntil: number;
  /** Before this (Nanos) only the sums of what threads did are known; 0: all of it is. */
  readonly coarseUntil: number;
  /** Nothing more will come: what is open now was cut off. */
  readonly ended: boolean;
}

/** Arrows of one kind. */
export interface ArrowTrack {
  readonly columns: FlowsColumns;
  readonly colour: ColourName;
  /** The lanes they join are of threads, or of loops on them. */
  readonly threadOf: (lane: LaneId) => LaneId;
}

export interface IndexedCounter {
  readonly columns: CounterColumns;
  readonly index: ExtremesIndex;
  readonly max: number;
}

export interface CoreRow {
  readonly core: number;
  /** Shares; each sample speaks for the window before it. */
  readonly columns: CounterColumns;
  /** The same of a recorded command's own threads; null: it is no command. */
  readonly target: CounterColumns | null;
}

/** Slices that lie in slots, with their index. */
export interface SlotSlices {
  readonly columns: SlicesColumns;
  readonly index: SlicesIndex;
}

/** A thread that runs tasks. */
export interface LaneRow {
  readonly lane: LaneId;
  /** Lane of the thread that it stands beneath; null: it is a thread itself. */
  readonly thread: LaneId | null;
  readonly name: string;
  /** Of operations, in the same slots: when their own code ran, and what they awaited else; null: not told. */
  readonly steps: SlotSlices | null;
  readonly awaits: SlotSlices | null;
  /** Of operations: from the start of one to that of one that it started; null: not told. */
  readonly starts: FlowsColumns | null;
  /** What its slices are called, by id; null: they are items. */
  readonly names: readonly string[] | null;
  /** Tasks that have ended. */
  readonly rows: number;
  readonly columns: SlicesColumns;
  readonly index: SlicesIndex;
  /** For drawing many tasks at once. */
  readonly sums: LaneSums;
  readonly open: OpenSlices | null;
  /** Most tasks at once. */
  readonly slots: number;
  /** How many there were at once; null: it is one of those that run the items, which are counted together. */
  readonly inFlight: InFlight | null;
}

export interface LoopRow {
  readonly name: string;
  /** Of the process that hosts the job: the loop that a server would answer on. */
  readonly isHost: boolean;
  readonly lag: IndexedCounter;
}

/** Where the drawing of a band ends: its work's end, or as far as has been seen. */
export function bandEnd(band: Band): number {
  return band.workEnd ?? band.seenUntil;
}

/** A range of the common time axis in the run's own time. */
export const ownRange = ({ offset }: Band, { start, end }: TimeRange): TimeRange => ({
  start: start + offset,
  end: end + offset,
});

/** A range of the run's own time on the common axis. */
export const commonRange = ({ offset }: Band, { start, end }: TimeRange): TimeRange => ({
  start: start - offset,
  end: end - offset,
});

/** All that bands show, on the common axis. */
export function wholeOf(bands: readonly Band[]): TimeRange {
  const start = Math.min(0, ...bands.map(({ offset }) => -offset));
  return { start, end: fitViewport(Math.max(0, ...bands.map((band) => bandEnd(band) - band.offset))).end };
}

/** The event loop that a server would answer on. */
export function hostLoop(band: Band): LoopRow | null {
  return band.loops.find((loop) => loop.isHost) ?? null;
}
