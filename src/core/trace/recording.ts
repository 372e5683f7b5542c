import type { Lane } from './lane';
import type { Track } from './track';

/** The data of one run; immutable. Lanes and tracks are in order of their ids. */
export interface Recording {
  readonly lanes: readonly Lane[];
  readonly tracks: readonly Track[];
  readonly strings: readonly string[];
  /** Up to when (Nanos) everything has been seen. */
  readonly seenUntil: number;
}

export const emptyRecording: Recording = { lanes: [], tracks: [], strings: [], seenUntil: 0 };
