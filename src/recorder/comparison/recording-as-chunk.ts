import type { RecordingChunk, TrackRows } from '../../core/trace/chunk';
import type { Recording } from '../../core/trace/recording';

/** A recording as the one chunk it could have come from. Columns are copied: a recording's are views of bigger ones. */
export function recordingAsChunk({ lanes, tracks, strings, open, seenUntil }: Recording): RecordingChunk {
  const rows = tracks.map(({ id, kind, columns }) => {
    const copies = Object.entries(columns as unknown as Record<string, Float64Array>).map(
      ([name, column]) => [name, column.slice()] as const,
    );
    // The columns are those of the track's kind.
    return { track: id, kind, columns: Object.fromEntries(copies) } as unknown as TrackRows;
  });
  const infos = tracks.map(({ id, lane, kind, name, unit }) => ({
    id,
    lane,
    kind,
    name,
    ...(unit === undefined ? {} : { unit }),
  }));
  return { lanes, tracks: infos, strings, rows, open, seenUntil };
}
