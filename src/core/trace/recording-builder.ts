import { GrowableColumns } from './growable-columns';
import type { OpenSlices, RecordingChunk } from './chunk';
import type { Lane } from './lane';
import type { PackedChunk } from './pack-chunk';
import type { Recording } from './recording';
import { lowerBound } from '../base/binary-search';
import { coarseStates } from './coarse-states';
import { turnsOf, type Turns } from './turns';
import {
  trackNames,
  type ColumnsOf,
  type SlicesColumns,
  type StatesColumns,
  type Track,
  type TrackId,
  type TrackInfo,
  type TrackKind,
} from './track';

interface OpenTrack {
  readonly info: TrackInfo;
  readonly columns: GrowableColumns;
  /** As of the last snapshot; null: rows have come since. */
  snapshot: Track | null;
  /** Of states: how often the thread got a core before the single intervals that are left. */
  turns?: Turns;
}

/**
 * Puts chunks together to a recording. `append` is amortised O(rows); `snapshot` is O(tracks): it hands out views
 * of the columns as they are, which later appends never change within their length.
 *
 * Slices arrive in order of their end; they are kept in order of their start, so a late start moves rows that
 * earlier snapshots see: a snapshot's views are good until the next `append`.
 *
 * Memory is bounded: of what threads of a command did long ago the sums stay, and the single intervals go.
 */
export class RecordingBuilder {
  readonly #limit: number;
  #rows = 0;
  #coarseUntil = 0;
  #lanes: readonly Lane[] = [];
  #strings: readonly string[] = [];
  readonly #tracks = new Map<TrackId, OpenTrack>();
  #open: readonly OpenSlices[] = [];
  #seenUntil = 0;

  /** @param limit of intervals of threads and functions: beyond it the oldest detail is let go */
  constructor(limit = usualLimit) {
    this.#limit = limit;
  }

  /** @throws {Error} when rows name a track that no chunk has introduced, or another kind than it has. */
  append(chunk: RecordingChunk): void {
    this.#introduce(chunk);
    for (const { track, kind, columns } of chunk.rows) this.#appendRows(track, kind, columns);
    this.#bound();
  }

  /** @throws {Error} as `append` does. */
  appendPacked(chunk: PackedChunk): void {
    this.#introduce(chunk);
    for (const { kind, tracks, ends, columns } of chunk.rows) {
      for (let at = 0; at < tracks.length; at++) {
        this.#appendRows(tracks[at]!, kind, columns, at === 0 ? 0 : ends[at - 1], ends[at]);
      }
    }
    this.#bound();
  }

  snapshot(): Recording {
    const tracks: Track[] = [];
    for (const track of this.#tracks.values()) {
      track.snapshot ??= snapshotOf(track);
      tracks.push(track.snapshot);
    }
    return {
      lanes: this.#lanes,
      tracks,
      strings: this.#strings,
      open: this.#open,
      seenUntil: this.#seenUntil,
      coarseUntil: this.#coarseUntil,
    };
  }

  #introduce({ lanes, strings, tracks, open, seenUntil }: Omit<RecordingChunk, 'rows'>): void {
    if (lanes.length > 0) this.#lanes = withLanes(this.#lanes, lanes);
    if (strings.length > 0) this.#strings = [...this.#strings, ...strings];
    for (const info of tracks) {
      this.#tracks.set(info.id, { info, columns: new GrowableColumns(info.kind), snapshot: null });
    }
    this.#open = open;
    this.#seenUntil = Math.max(this.#seenUntil, seenUntil);
  }

  #appendRows(id: TrackId, kind: TrackKind, columns: ColumnsOf[TrackKind], from?: number, to?: number): void {
    const track = this.#tracks.get(id);
    if (track === undefined) throw new Error(`rows for track ${id}, which was not introduced`);
    if (track.info.kind !== kind) {
      throw new Error(`rows of kind ${kind} for track ${id}, which is ${track.info.kind}`);
    }
    const before = track.columns.length;
    track.columns.append(columns, from, to);
    if (isBounded(track.info)) this.#rows += track.columns.length - before;
    track.snapshot = null;
  }

  /** Lets go of the older half of the detail, as often as it takes. */
  #bound(): void {
    while (this.#rows > this.#limit && this.#seenUntil - this.#coarseUntil > 1) this.#makeCoarse();
  }

  #makeCoarse(): void {
    const tracks = [...this.#tracks.values()].filter(({ info }) => isBounded(info));
    const fineFrom = this.#coarseUntil;
    this.#coarseUntil += (this.#seenUntil - this.#coarseUntil) / 2;
    // All windows of all threads together take a quarter of what there is room for.
    const windows = Math.max(1, this.#limit / 4 / rowsAWindow / tracks.length);
    const window = Math.max(this.#coarseUntil / windows, shortestWindow);
    this.#rows = 0;
    for (const track of tracks) {
      const columns = track.columns.view();
      if (track.info.kind === 'states')
        track.turns = turnsUntil(this.#coarseUntil, columns as StatesColumns, fineFrom, track.turns);
      const kept =
        track.info.kind === 'states'
          ? coarseStates(columns as StatesColumns, this.#coarseUntil, window)
          : slicesFrom(columns as SlicesColumns, this.#coarseUntil);
      if (kept.start.length < track.columns.length) {
        track.columns.rewrite(kept);
        track.snapshot = null;
      }
      this.#rows += track.columns.length;
    }
  }
}

/** Those before a time, added to those before an earlier one. */
function turnsUntil(until: number, columns: StatesColumns, from: number, before: Turns | undefined): Turns {
  const rows = { first: lowerBound(columns.start, from), end: lowerBound(columns.start, until) };
  return turnsOf(columns, rows, from, before);
}

/** 20 bytes each, and as much again while they are made fewer. */
const usualLimit = 16_000_000;
/** Nanos: shorter ones would hold no more than the intervals themselves. */
const shortestWindow = 1e7;
/** States and cores that a thread may be in within a window, mostly. */
const rowsAWindow = 10;

/** What there may be any number of in a long recording of a command; items of a workload are all kept. */
const isBounded = ({ kind, name }: TrackInfo): boolean =>
  kind === 'states' || (kind === 'slices' && boundedSlices.has(name));
const boundedSlices = new Set<string>([
  trackNames.stack,
  trackNames.steps,
  trackNames.awaits,
  trackNames.operations,
  trackNames.queued,
  trackNames.garbage,
]);

/** Those that reach behind a time. */
function slicesFrom(columns: SlicesColumns, time: number): SlicesColumns {
  const rows: number[] = [];
  for (let row = 0; row < columns.end.length; row++) if (columns.end[row]! > time) rows.push(row);
  const kept = Object.entries(columns).map(
    ([name, column]: [string, SlicesColumns['start']]): [string, Float64Array] => {
      const values = new (column.constructor as Float64ArrayConstructor)(rows.length);
      for (let at = 0; at < rows.length; at++) values[at] = column[rows[at]!]!;
      return [name, values];
    },
  );
  return Object.fromEntries(kept) as unknown as SlicesColumns;
}

/** A lane that is there already has another name now: a process that executed another program. */
function withLanes(known: readonly Lane[], added: readonly Lane[]): readonly Lane[] {
  const lanes = [...known];
  for (const lane of added) {
    const at = lane.id < lanes.length && lanes[lane.id]!.id === lane.id ? lane.id : lanes.length;
    lanes[at] = lane;
  }
  return lanes;
}

/** Of a thousand tracks that grow, some thirty are in sight: the others are spared their views. */
function snapshotOf({ info, columns, turns }: OpenTrack): Track {
  let view: ColumnsOf[TrackKind] | null = null;
  const track = {
    ...info,
    rows: columns.length,
    slots: columns.slots,
    ...(turns === undefined ? {} : { turns }),
    get columns() {
      view ??= columns.view();
      return view;
    },
  };
  // The kind of the columns is the kind of the track they were made for.
  return track as Track;
}

/** A finished recording from its chunks. */
export function recordingFromChunks(chunks: Iterable<RecordingChunk>): Recording {
  const builder = new RecordingBuilder();
  for (const chunk of chunks) builder.append(chunk);
  return builder.snapshot();
}
