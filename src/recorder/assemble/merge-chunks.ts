import type { RecordingChunk, TrackRows } from '../../core/trace/chunk';
import type { TrackId } from '../../core/trace/track';

type Column = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;
type ColumnSet = Readonly<Record<string, Column>>;

/** Several chunks in order as one that says the same: fewer and longer batches on disk. Null for none. */
export function mergeChunks(chunks: readonly RecordingChunk[]): RecordingChunk | null {
  const last = chunks.at(-1);
  if (last === undefined || chunks.length === 1) return last ?? null;
  const parts = new Map<TrackId, TrackRows[]>();
  for (const rows of chunks.flatMap((chunk) => chunk.rows)) {
    const known = parts.get(rows.track);
    if (known === undefined) parts.set(rows.track, [rows]);
    else known.push(rows);
  }
  return {
    lanes: chunks.flatMap((chunk) => chunk.lanes),
    tracks: chunks.flatMap((chunk) => chunk.tracks),
    strings: chunks.flatMap((chunk) => chunk.strings),
    rows: [...parts.values()].map(mergeRows),
    open: last.open,
    seenUntil: Math.max(...chunks.map((chunk) => chunk.seenUntil)),
  };
}

function mergeRows(parts: readonly TrackRows[]): TrackRows {
  const first = parts[0]!;
  if (parts.length === 1) return first;
  const sets = parts.map((part) => part.columns as unknown as ColumnSet);
  const merged: Record<string, Column> = {};
  for (const [name, column] of Object.entries(sets[0]!)) {
    const length = sets.reduce((sum, set) => sum + set[name]!.length, 0);
    const all = new (column.constructor as new (length: number) => Column)(length);
    let at = 0;
    for (const set of sets) {
      all.set(set[name]!, at);
      at += set[name]!.length;
    }
    merged[name] = all;
  }
  // All parts are of one track, so of one kind.
  return { track: first.track, kind: first.kind, columns: merged } as unknown as TrackRows;
}
