import { GrowableColumns } from './growable-columns';
import type { OpenSlices, RecordingChunk, TrackRows } from './chunk';
import type { Lane } from './lane';
import type { Recording } from './recording';
import type { Track, TrackId, TrackInfo } from './track';

interface OpenTrack {
  readonly info: TrackInfo;
  readonly columns: GrowableColumns;
}

/**
 * Puts chunks together to a recording. `append` is amortised O(rows); `snapshot` is O(tracks): it hands out views
 * of the columns as they are, which later appends never change within their length.
 *
 * Slices arrive in order of their end; they are kept in order of their start, so a late start moves rows that
 * earlier snapshots see: a snapshot's views are good until the next `append`.
 */
export class RecordingBuilder {
  readonly #lanes: Lane[] = [];
  readonly #strings: string[] = [];
  readonly #tracks = new Map<TrackId, OpenTrack>();
  #open: readonly OpenSlices[] = [];
  #seenUntil = 0;

  /** @throws {Error} when rows name a track that no chunk has introduced, or another kind than it has. */
  append(chunk: RecordingChunk): void {
    this.#lanes.push(...chunk.lanes);
    this.#strings.push(...chunk.strings);
    for (const info of chunk.tracks) this.#tracks.set(info.id, { info, columns: new GrowableColumns(info.kind) });
    for (const rows of chunk.rows) this.#appendRows(rows);
    this.#open = chunk.open;
    this.#seenUntil = Math.max(this.#seenUntil, chunk.seenUntil);
  }

  snapshot(): Recording {
    const tracks: Track[] = [];
    // The kind of the columns is the kind of the track they were made for.
    for (const { info, columns } of this.#tracks.values()) tracks.push({ ...info, columns: columns.view() } as Track);
    return {
      lanes: [...this.#lanes],
      tracks,
      strings: [...this.#strings],
      open: this.#open,
      seenUntil: this.#seenUntil,
    };
  }

  #appendRows(rows: TrackRows): void {
    const track = this.#tracks.get(rows.track);
    if (track === undefined) throw new Error(`rows for track ${rows.track}, which was not introduced`);
    if (track.info.kind !== rows.kind) {
      throw new Error(`rows of kind ${rows.kind} for track ${rows.track}, which is ${track.info.kind}`);
    }
    track.columns.append(rows.columns);
  }
}

/** A finished recording from its chunks. */
export function recordingFromChunks(chunks: Iterable<RecordingChunk>): Recording {
  const builder = new RecordingBuilder();
  for (const chunk of chunks) builder.append(chunk);
  return builder.snapshot();
}
