import type { RecordingChunk, TrackRows } from '../../core/trace/chunk';
import type { Recording } from '../../core/trace/recording';

/** A recording as the one chunk it could have come from; its columns are views, good until the recording grows. */
export function recordingAsChunk({ lanes, tracks, strings, open, seenUntil }: Recording): RecordingChunk {
  // The columns are those of the track's kind.
  const rows = tracks.map(({ id, kind, columns }) => ({ track: id, kind, columns }) as TrackRows);
  const infos = tracks.map(({ id, lane, kind, name, unit }) => ({
    id,
    lane,
    kind,
    name,
    ...(unit === undefined ? {} : { unit }),
  }));
  return { lanes, tracks: infos, strings, rows, open, seenUntil };
}
