import type { Lane } from './lane';
import type { ColumnsOf, TrackId, TrackInfo, TrackKind } from './track';

/** New rows of one track. */
export type TrackRows = {
  [K in TrackKind]: { readonly track: TrackId; readonly kind: K; readonly columns: ColumnsOf[K] };
}[TrackKind];

/** Tasks of one track that have started and not ended. */
export interface OpenSlices {
  readonly track: TrackId;
  readonly start: Float64Array;
  readonly id: Uint32Array;
  readonly slot: Uint16Array;
}

/**
 * What was added to a recording since the last chunk. The recorder sends the same chunks to the window and to
 * disk; a recording is its chunks put together in order. Lanes and tracks are named before their first rows.
 */
export interface RecordingChunk {
  /** New ones, and those that have another name now. */
  readonly lanes: readonly Lane[];
  readonly tracks: readonly TrackInfo[];
  /** Strings added to the table, in order. */
  readonly strings: readonly string[];
  readonly rows: readonly TrackRows[];
  /** Tasks in flight now: replaces what the last chunk said. Empty once the run has ended. */
  readonly open: readonly OpenSlices[];
  /** Up to when (Nanos) everything has been seen: the right edge of a live picture. */
  readonly seenUntil: number;
}
