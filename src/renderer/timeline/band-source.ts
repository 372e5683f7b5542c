import { GrowingInFlight } from '../../core/analysis/growing-in-flight';
import { ExtremesIndex } from '../../core/trace/decimate';
import { ancestorOfKind, lanesOfKind, trackOfLane } from '../../core/trace/find-tracks';
import type { Lane } from '../../core/trace/lane';
import { phaseTimes } from '../../core/trace/phase-times';
import type { Recording } from '../../core/trace/recording';
import type { Mode } from '../../core/trace/run';
import { SlicesIndex } from '../../core/trace/slices-index';
import { trackNames, type CounterColumns, type SlicesColumns, type TrackId } from '../../core/trace/track';
import { LaneSums } from './lane-sums';
import type { Band, CoreRow, IndexedCounter, LaneRow, LoopRow } from './band';

interface IndexedSlices {
  readonly index: SlicesIndex;
  readonly sums: LaneSums;
  length: number;
  slots: number;
}

/**
 * Makes bands of one run's growing recording. Indexes are kept and only extended; the band of a snapshot is made
 * once and is good until the next snapshot.
 */
export class BandSource {
  readonly #mode: Mode;
  readonly #run: string;
  readonly #slices = new Map<TrackId, IndexedSlices>();
  readonly #extremes = new Map<TrackId, { readonly index: ExtremesIndex; max: number; length: number }>();
  readonly #inFlight = { steps: new GrowingInFlight(), index: new ExtremesIndex() };
  #last: { readonly recording: Recording; readonly ended: boolean; readonly band: Band } | null = null;

  constructor(mode: Mode, run: string) {
    this.#mode = mode;
    this.#run = run;
  }

  bandOf(recording: Recording, ended: boolean): Band {
    if (this.#last?.recording === recording && this.#last.ended === ended) return this.#last.band;
    const { workStart, workEnd } = phaseTimes(recording);
    const lanes = this.#lanes(recording, ended);
    const band: Band = {
      mode: this.#mode,
      run: this.#run,
      cores: coresOf(recording),
      lanes,
      inFlight: this.#inFlightOf(recording, lanes),
      loops: this.#loops(recording),
      workStart,
      workEnd,
      seenUntil: recording.seenUntil,
      ended,
    };
    this.#last = { recording, ended, band };
    return band;
  }

  #lanes(recording: Recording, ended: boolean): LaneRow[] {
    const rows = recording.lanes.flatMap((lane) => {
      const track = trackOfLane(recording, lane.id, 'slices', trackNames.tasks);
      if (track === null) return [];
      const open = recording.open.find((slices) => slices.track === track.id) ?? null;
      const { index, sums, slots } = this.#indexOf(track.id, track.columns, ended);
      const openSlots = open === null ? 0 : maxOf(open.slot) + 1;
      return [
        {
          order: lane.worker ?? Infinity,
          row: {
            lane: lane.id,
            name: laneName(recording, lane),
            columns: track.columns,
            index,
            sums,
            open,
            slots: Math.max(1, slots, openSlots),
          },
        },
      ];
    });
    return rows.sort((a, b) => a.order - b.order).map(({ row }) => row);
  }

  #indexOf(track: TrackId, columns: SlicesColumns, ended: boolean): IndexedSlices {
    let known = this.#slices.get(track);
    if (known === undefined) {
      const index = new SlicesIndex(columns);
      known = { index, sums: new LaneSums(columns, index), length: -1, slots: 0 };
      this.#slices.set(track, known);
    } else known.index.update(columns);
    known.sums.update(columns, known.index, ended);
    if (known.length !== columns.start.length) {
      known.length = columns.start.length;
      known.slots = maxOf(columns.slot) + 1;
    }
    return known;
  }

  /** The host's loop is that of the thread that feeds a pool; without a pool, of the thread that does the work. */
  #loops(recording: Recording): LoopRow[] {
    const pooled = hasPool(recording);
    return lanesOfKind(recording, 'loop').flatMap((lane) => {
      const track = trackOfLane(recording, lane.id, 'counter', trackNames.lag);
      if (track === null) return [];
      const thread = ancestorOfKind(recording, lane, 'thread');
      return [
        {
          name: thread === null ? lane.name : laneName(recording, thread),
          isHost: !pooled || thread?.worker === undefined,
          lag: this.#counterOf(track.id, track.columns),
        },
      ];
    });
  }

  #counterOf(track: TrackId, columns: CounterColumns): IndexedCounter {
    const known = this.#extremes.get(track) ?? { index: new ExtremesIndex(), max: 0, length: 0 };
    this.#extremes.set(track, known);
    for (let row = known.length; row < columns.value.length; row++)
      known.max = Math.max(known.max, columns.value[row]!);
    known.length = columns.value.length;
    known.index.update(columns);
    return { columns, index: known.index, max: known.max };
  }

  #inFlightOf(recording: Recording, lanes: readonly LaneRow[]): IndexedCounter | null {
    if (lanes.every(({ columns, open }) => columns.start.length === 0 && open === null)) return null;
    const { steps, index } = this.#inFlight;
    const { columns, unchanged } = steps.update(recording);
    index.update(columns, unchanged);
    return { columns, index, max: index.extremes(columns, 0, columns.value.length).max };
  }
}

/** Whether there is a JavaScript thread that runs no tasks itself, but gives them to workers. */
function hasPool(recording: Recording): boolean {
  return lanesOfKind(recording, 'loop').some((loop) => {
    const thread = ancestorOfKind(recording, loop, 'thread');
    return thread !== null && thread.worker === undefined;
  });
}

/** `main` of a worker process is that process; everything else is called as its thread is. */
function laneName(recording: Recording, thread: Lane): string {
  if (thread.name !== 'main' || thread.worker === undefined || !hasPool(recording)) return thread.name;
  return ancestorOfKind(recording, thread, 'process')?.name ?? thread.name;
}

function coresOf(recording: Recording): CoreRow[] {
  return lanesOfKind(recording, 'core')
    .flatMap((lane) => {
      const track = trackOfLane(recording, lane.id, 'counter', trackNames.coreBusy);
      return track === null || lane.core === undefined ? [] : [{ core: lane.core, columns: track.columns }];
    })
    .sort((a, b) => a.core - b.core);
}

function maxOf(values: ArrayLike<number>): number {
  let max = -1;
  for (let at = 0; at < values.length; at++) if (values[at]! > max) max = values[at]!;
  return max;
}
