import type { RecordingIndex } from '../../core/analysis/recording-index';
import { ExtremesIndex } from '../../core/trace/extremes-index';
import { ancestorOfKind, lanesOfKind, trackOfLane } from '../../core/trace/find-tracks';
import type { Lane } from '../../core/trace/lane';
import { largestOf } from '../../core/trace/growable-column';
import { phaseTimes } from '../../core/trace/phase-times';
import type { Recording } from '../../core/trace/recording';
import type { Mode } from '../../core/trace/run';
import type { OpenSlices } from '../../core/trace/chunk';
import { trackNames, type CounterColumns, type SlicesColumns, type TrackId } from '../../core/trace/track';
import { LaneSums } from './lane-sums';
import type { Band, CoreRow, IndexedCounter, LaneRow, LoopRow } from './band';

/** What is kept of a lane from snapshot to snapshot. */
interface KnownLane {
  /** Null until somebody looks at it. */
  sums: LaneSums | null;
  length: number;
  slots: number;
}

/**
 * Makes bands of one run's growing recording. Indexes are kept and only extended, when a lane is looked at; the band of
 * a snapshot is made once and is good until the next snapshot.
 */
export class BandSource {
  readonly #mode: Mode;
  readonly #run: string;
  readonly #slices = new Map<TrackId, KnownLane>();
  readonly #extremes = new Map<TrackId, { readonly index: ExtremesIndex; max: number; length: number }>();
  #last: { readonly recording: Recording; readonly ended: boolean; readonly band: Band } | null = null;

  constructor(mode: Mode, run: string) {
    this.#mode = mode;
    this.#run = run;
  }

  bandOf(index: RecordingIndex, ended: boolean): Band {
    const { recording } = index;
    if (this.#last?.recording === recording && this.#last.ended === ended) return this.#last.band;
    const { workStart, workEnd } = phaseTimes(recording);
    const lanes = this.#lanes(index, ended);
    const hasTasks = lanes.some(({ columns, open }) => columns.start.length > 0 || open !== null);
    const band: Band = {
      mode: this.#mode,
      run: this.#run,
      cores: coresOf(recording),
      lanes,
      inFlight: hasTasks ? () => index.inFlight : null,
      loops: this.#loops(recording),
      workStart,
      workEnd,
      seenUntil: recording.seenUntil,
      ended,
    };
    this.#last = { recording, ended, band };
    return band;
  }

  #lanes(index: RecordingIndex, ended: boolean): LaneRow[] {
    const { recording } = index;
    const openOf = new Map(recording.open.map((slices) => [slices.track, slices]));
    const pooled = hasPool(recording);
    const rows = recording.lanes.flatMap((lane) => {
      const track = trackOfLane(recording, lane.id, 'slices', trackNames.tasks);
      if (track === null) return [];
      const known = this.#known(track.id, track.columns);
      const row: LaneRow = {
        lane: lane.id,
        name: laneName(recording, lane, pooled),
        columns: track.columns,
        get index() {
          return index.slices(track);
        },
        get sums() {
          known.sums ??= new LaneSums(track.columns, this.index);
          known.sums.update(track.columns, this.index, ended);
          return known.sums;
        },
        ...openRows(openOf.get(track.id) ?? null, known.slots),
      };
      return [{ order: lane.worker ?? Infinity, row }];
    });
    return rows.sort((a, b) => a.order - b.order).map(({ row }) => row);
  }

  #known(track: TrackId, { slot }: SlicesColumns): KnownLane {
    let known = this.#slices.get(track);
    if (known === undefined) this.#slices.set(track, (known = { sums: null, length: 0, slots: 0 }));
    if (known.length !== slot.length) {
      known.length = slot.length;
      known.slots = largestOf(slot, -1) + 1;
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
          name: thread === null ? lane.name : laneName(recording, thread, pooled),
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
}

/** @param slots of the tasks that have ended */
function openRows(open: OpenSlices | null, slots: number): Pick<LaneRow, 'open' | 'slots'> {
  const openSlots = open === null ? 0 : largestOf(open.slot, -1) + 1;
  return { open, slots: Math.max(1, slots, openSlots) };
}

/** Whether there is a JavaScript thread that runs no tasks itself, but gives them to workers. */
function hasPool(recording: Recording): boolean {
  return lanesOfKind(recording, 'loop').some((loop) => {
    const thread = ancestorOfKind(recording, loop, 'thread');
    return thread !== null && thread.worker === undefined;
  });
}

/** `main` of a worker process is that process; everything else is called as its thread is. */
function laneName(recording: Recording, thread: Lane, pooled: boolean): string {
  if (thread.name !== 'main' || thread.worker === undefined || !pooled) return thread.name;
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
