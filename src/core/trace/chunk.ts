import type { Lane } from './lane';
import type { ColumnsOf, TrackId, TrackInfo, TrackKind } from './track';

/** New rows of one track. */
export type TrackRows = {
  [K in TrackKind]: { readonly track: TrackId; readonly kind: K; readonly columns: ColumnsOf[K] };
}[TrackKind];

/**
 * What was added to a recording since the last chunk. The recorder sends the same chunks to the window and to
 * disk; a recording is its chunks put together in order. Lanes and tracks are named before their first rows.
 */
export interface RecordingChunk {
  readonly lanes: readonly Lane[];
  readonly tracks: readonly TrackInfo[];
  /** Strings added to the table, in order. */
  readonly strings: readonly string[];
  readonly rows: readonly TrackRows[];
  /** Up to when (Nanos) everything has been seen: the right edge of a live picture. */
  readonly seenUntil: number;
}
