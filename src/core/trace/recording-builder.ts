import { GrowableColumns } from './growable-columns';
import type { OpenSlices, RecordingChunk } from './chunk';
import type { Lane } from './lane';
import type { PackedChunk } from './pack-chunk';
import type { Recording } from './recording';
import type { ColumnsOf, Track, TrackId, TrackInfo, TrackKind } from './track';

interface OpenTrack {
  readonly info: TrackInfo;
  readonly columns: GrowableColumns;
  /** As of the last snapshot; null: rows have come since. */
  snapshot: Track | null;
}

/**
 * Puts chunks together to a recording. `append` is amortised O(rows); `snapshot` is O(tracks): it hands out views
 * of the columns as they are, which later appends never change within their length.
 *
 * Slices arrive in order of their end; they are kept in order of their start, so a late start moves rows that
 * earlier snapshots see: a snapshot's views are good until the next `append`.
 */
export class RecordingBuilder {
  #lanes: readonly Lane[] = [];
  #strings: readonly string[] = [];
  readonly #tracks = new Map<TrackId, OpenTrack>();
  #open: readonly OpenSlices[] = [];
  #seenUntil = 0;

  /** @throws {Error} when rows name a track that no chunk has introduced, or another kind than it has. */
  append(chunk: RecordingChunk): void {
    this.#introduce(chunk);
    for (const { track, kind, columns } of chunk.rows) this.#appendRows(track, kind, columns);
  }

  /** @throws {Error} as `append` does. */
  appendPacked(chunk: PackedChunk): void {
    this.#introduce(chunk);
    for (const { kind, tracks, ends, columns } of chunk.rows) {
      for (let at = 0; at < tracks.length; at++) {
        this.#appendRows(tracks[at]!, kind, columns, at === 0 ? 0 : ends[at - 1], ends[at]);
      }
    }
  }

  snapshot(): Recording {
    const tracks: Track[] = [];
    for (const track of this.#tracks.values()) {
      track.snapshot ??= snapshotOf(track);
      tracks.push(track.snapshot);
    }
    return { lanes: this.#lanes, tracks, strings: this.#strings, open: this.#open, seenUntil: this.#seenUntil };
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
    track.columns.append(columns, from, to);
    track.snapshot = null;
  }
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
function snapshotOf({ info, columns }: OpenTrack): Track {
  let view: ColumnsOf[TrackKind] | null = null;
  const track = {
    ...info,
    rows: columns.length,
    slots: columns.slots,
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
