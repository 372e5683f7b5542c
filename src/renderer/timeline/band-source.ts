import type { RecordingIndex } from '../../core/analysis/recording-index';
import { ExtremesIndex } from '../../core/trace/extremes-index';
import { ancestorOfKind, findLane, findTracks, lanesOfKind, trackOfLane } from '../../core/trace/find-tracks';
import type { Lane } from '../../core/trace/lane';
import { phaseTimes } from '../../core/trace/phase-times';
import type { Recording } from '../../core/trace/recording';
import type { Mode } from '../../core/trace/run';
import { trackNames, type CounterColumns, type TrackId } from '../../core/trace/track';
import { offsetOf, type Alignment } from './alignment';
import { TrackRowsSource } from './rows/track-rows';
import { StateRowsSource } from './state-rows';
import { RowsSource, TaskLaneRow } from './task-lane-row';
import type { ColourName } from './colours';
import type { ArrowTrack, Band, CoreRow, IndexedCounter, LaneRow, LoopRow } from './band';

/**
 * Makes bands of one run's growing recording. Indexes are kept and only extended, when a lane is looked at; the band of
 * a snapshot is made once and is good until the next snapshot.
 */
export class BandSource {
  readonly #mode: Mode;
  readonly #run: string;
  readonly #states = new StateRowsSource();
  readonly #tracks = new TrackRowsSource();
  #rows: RowsSource | null = null;
  #lanesOf: { readonly lanes: Recording['lanes']; readonly tracks: number; readonly rows: readonly LaneRow[] } | null =
    null;
  readonly #extremes = new Map<TrackId, { readonly index: ExtremesIndex; max: number; length: number }>();
  #last: { readonly recording: Recording; readonly ended: boolean; readonly band: Band } | null = null;

  constructor(mode: Mode, run: string) {
    this.#mode = mode;
    this.#run = run;
  }

  bandOf(index: RecordingIndex, ended: boolean, alignment: Alignment = 'start'): Band {
    const { recording } = index;
    const offset = offsetOf(recording, alignment);
    const last = this.#last;
    if (last?.recording === recording && last.ended === ended && last.band.offset === offset) return last.band;
    const { workStart, workEnd } = phaseTimes(recording);
    // A thread that did nothing of it has no row for operations.
    const lanes = this.#lanes(index, ended).filter(
      ({ names, rows, open }) => names === null || rows > 0 || open !== null,
    );
    const hasTasks = lanes.some(({ names, rows, open }) => names === null && (rows > 0 || open !== null));
    const states = this.#states.rowsOf(index);
    const band: Band = {
      mode: this.#mode,
      run: this.#run,
      cores: coresOf(recording),
      lanes,
      states,
      tracks: this.#tracks.rowsOf(index, states.all, ({ id, columns }) =>
        this.#counterOf(id, columns as CounterColumns),
      ),
      arrows: arrowsOf(recording),
      inFlight: hasTasks ? () => index.inFlight : null,
      loops: this.#loops(recording),
      offset,
      workStart,
      workEnd,
      seenUntil: recording.seenUntil,
      coarseUntil: recording.coarseUntil,
      ended,
    };
    this.#last = { recording, ended, band };
    return band;
  }

  #lanes(index: RecordingIndex, ended: boolean): readonly LaneRow[] {
    const { lanes, tracks } = index.recording;
    if (this.#rows?.index !== index) {
      this.#rows = new RowsSource(index);
      this.#lanesOf = null;
    }
    this.#rows.ended = ended;
    if (this.#lanesOf?.lanes !== lanes || this.#lanesOf.tracks !== tracks.length) {
      this.#lanesOf = { lanes, tracks: tracks.length, rows: makeRows(this.#rows) };
    }
    return this.#lanesOf.rows;
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

function makeRows(source: RowsSource): readonly LaneRow[] {
  const { recording } = source.index;
  const pooled = hasPool(recording);
  const rows = recording.tracks.flatMap(({ kind, name, lane: id }, position) => {
    const isOwn = name === trackNames.tasks;
    const isTold = name === trackNames.operations || name === trackNames.queued;
    const lane = kind === 'slices' && (isOwn || isTold) ? findLane(recording, id) : null;
    if (lane === null) return [];
    if (isOwn) {
      const row = new TaskLaneRow(source, position, lane, laneName(recording, lane, pooled), null);
      return [{ order: lane.worker ?? Infinity, row }];
    }
    const onLane = (other: string): number | null => {
      const found = recording.tracks.findIndex((track) => track.lane === id && track.name === other);
      return found < 0 || name !== trackNames.operations ? null : found;
    };
    const steps = onLane(trackNames.steps);
    const told = {
      thread: ancestorOfKind(recording, lane, 'thread')?.id ?? lane.id,
      steps,
      awaits: steps === null ? null : onLane(trackNames.awaits),
      starts: onLane(trackNames.startedBy),
    };
    const label = name === trackNames.queued ? 'queued' : steps === null ? 'operations' : 'tasks';
    const row = new TaskLaneRow(source, position, lane, label, told);
    return [{ order: lane.worker ?? Infinity, row }];
  });
  return rows.sort((a, b) => a.order - b.order).map(({ row }) => row);
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

const arrowColours: Readonly<Record<string, ColourName>> = {
  [trackNames.made]: 'dim',
  [trackNames.messages]: 'accent',
};

function arrowsOf(recording: Recording): ArrowTrack[] {
  return Object.entries(arrowColours).flatMap(([name, colour]) =>
    findTracks(recording, 'flows', name).map(({ columns }) => ({
      columns,
      colour,
      threadOf: (id) => {
        const lane = findLane(recording, id);
        return lane === null ? id : (ancestorOfKind(recording, lane, 'thread')?.id ?? id);
      },
    })),
  );
}

function coresOf(recording: Recording): CoreRow[] {
  return lanesOfKind(recording, 'core')
    .flatMap((lane) => {
      const track = trackOfLane(recording, lane.id, 'counter', trackNames.coreBusy);
      const target = trackOfLane(recording, lane.id, 'counter', trackNames.coreTarget)?.columns ?? null;
      return track === null || lane.core === undefined ? [] : [{ core: lane.core, columns: track.columns, target }];
    })
    .sort((a, b) => a.core - b.core);
}
