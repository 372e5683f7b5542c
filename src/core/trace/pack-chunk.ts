import type { RecordingChunk, TrackRows } from './chunk';
import type { ColumnsOf, TrackKind } from './track';

type Column = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;

/** Every column begins at a multiple of this. */
const alignment = 8;

/**
 * The same chunk with all columns in one buffer. A message copies each buffer that it holds with some cost of its own, so a
 * chunk of a thousand tracks is thousands of small ones, and the window then spends its time with them.
 */
export function packChunk(chunk: RecordingChunk): RecordingChunk {
  const buffer = new ArrayBuffer(chunk.rows.reduce((sum, { columns }) => sum + bytesOf(columns), 0));
  let at = 0;
  const pack = (column: Column): Column => {
    const make = column.constructor as new (buffer: ArrayBuffer, at: number, length: number) => Column;
    const packed = new make(buffer, at, column.length);
    packed.set(column);
    at += aligned(column.byteLength);
    return packed;
  };
  return { ...chunk, rows: chunk.rows.map((rows) => packRows(rows, pack)) };
}

function packRows(rows: TrackRows, pack: (column: Column) => Column): TrackRows {
  const columns = columnsOf(rows.columns).map(([name, column]) => [name, pack(column)] as const);
  // The same names and types as before.
  return { ...rows, columns: Object.fromEntries(columns) } as unknown as TrackRows;
}

const columnsOf = (columns: ColumnsOf[TrackKind]): [string, Column][] => Object.entries(columns) as [string, Column][];

const bytesOf = (columns: ColumnsOf[TrackKind]): number =>
  columnsOf(columns).reduce((sum, [, column]) => sum + aligned(column.byteLength), 0);

const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;
