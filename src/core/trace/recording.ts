import type { OpenSlices } from './chunk';
import type { Lane } from './lane';
import type { Track } from './track';

/** The data of one run; immutable. Lanes and tracks are in order of their ids. */
export interface Recording {
  readonly lanes: readonly Lane[];
  readonly tracks: readonly Track[];
  readonly strings: readonly string[];
  /** Tasks in flight at `seenUntil`, while the run goes on. */
  readonly open: readonly OpenSlices[];
  /** Up to when (Nanos) everything has been seen. */
  readonly seenUntil: number;
  /** Before this (Nanos) there is less detail, as memory is bounded: see `RecordingBuilder`. 0: all of it is there. */
  readonly coarseUntil: number;
}

export const emptyRecording: Recording = { lanes: [], tracks: [], strings: [], open: [], seenUntil: 0, coarseUntil: 0 };
