/*
 * Rows of tracks as an Arrow IPC stream: one stream for each kind of track, one record batch for each flush.
 *
 *   stream = schema message | record batch message* | end of stream (8 bytes)
 *
 *   track  i32 | the columns of columnTypes[kind] …           no nulls, little endian
 *   ───────────┼──────────────
 *   7          | rows of track 7
 *   7          |
 *   9          | rows of track 9
 *
 * Messages are whole by themselves: a stream that was cut off is valid up to its last whole message.
 * Format: Apache Arrow, "IPC Streaming Format", version V5.
 */
import {
  Field,
  Float32,
  Float64,
  Int32,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Uint16,
  Uint32,
  Uint8,
  makeData,
} from 'apache-arrow';
import type { TrackRows } from '../trace/chunk';
import { columnTypes, type TrackKind } from '../trace/track';
import { type Column, type ColumnSet, type ColumnType, columnConstructors, rowCount } from './columns';

/** Name of the column that tells which track a row belongs to. */
export const trackColumn = 'track';

/** Ends a stream that was closed in order: continuation mark and length 0. */
export const endOfStream = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);

/** Rows of one batch at most: 43 bytes a slice keep a batch below 12 MiB. */
const maxBatchRows = 262_144;

const arrowTypes = {
  f64: () => new Float64(),
  f32: () => new Float32(),
  u32: () => new Uint32(),
  u16: () => new Uint16(),
  u8: () => new Uint8(),
} as const satisfies Record<ColumnType, () => object>;

/** Made once: a recording appends several times a second. */
const schemas = new Map<TrackKind, Uint8Array>();

/** The first bytes of a stream: its schema. */
export function encodeSchema(kind: TrackKind): Uint8Array {
  const known = schemas.get(kind);
  if (known !== undefined) return known;
  const made = stream(kind, []).slice(0, -endOfStream.length);
  schemas.set(kind, made);
  return made;
}

/** Record batch messages with all of `rows`, which are of tracks of one kind; empty when there are none. */
export function encodeRows(kind: TrackKind, rows: readonly TrackRows[]): Uint8Array {
  const batches: RecordBatch[] = [];
  let some: TrackRows[] = [];
  let count = 0;
  for (const piece of rows.flatMap(split)) {
    if (count + rowCount(piece) > maxBatchRows) {
      batches.push(toBatch(kind, some, count));
      some = [];
      count = 0;
    }
    some.push(piece);
    count += rowCount(piece);
  }
  if (count > 0) batches.push(toBatch(kind, some, count));
  if (batches.length === 0) return new Uint8Array(0);
  return stream(kind, batches).subarray(encodeSchema(kind).length, -endOfStream.length);
}

function stream(kind: TrackKind, batches: readonly RecordBatch[]): Uint8Array {
  // Of no batches the library can't tell the schema.
  if (batches.length > 0) return RecordBatchStreamWriter.writeAll(batches).toUint8Array(true);
  const writer = new RecordBatchStreamWriter();
  return writer.reset(undefined, schemaOf(kind)).finish().toUint8Array(true);
}

function schemaOf(kind: TrackKind): Schema {
  const fields = Object.entries(columnTypes[kind]).map(([name, type]) => new Field(name, arrowTypes[type](), false));
  return new Schema([new Field(trackColumn, new Int32(), false), ...fields], new Map([['juggler', kind]]));
}

function toBatch(kind: TrackKind, rows: readonly TrackRows[], count: number): RecordBatch {
  const schema = schemaOf(kind);
  const tracks = new Int32Array(count);
  let at = 0;
  for (const piece of rows) tracks.fill(piece.track, at, (at += rowCount(piece)));
  const children = [makeData({ type: new Int32(), length: count, nullCount: 0, data: tracks })];
  for (const [name, type] of Object.entries(columnTypes[kind])) {
    const data = concatenated(
      rows.map(({ columns }) => (columns as unknown as ColumnSet)[name]!),
      type,
      count,
    );
    children.push(makeData({ type: arrowTypes[type](), length: count, nullCount: 0, data }));
  }
  return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: count, nullCount: 0, children }));
}

function concatenated(columns: readonly Column[], type: ColumnType, count: number): Column {
  // A copy: where two columns are views of the same memory, the library writes that memory once.
  if (columns.length === 1) return columns[0]!.slice();
  const all = new columnConstructors[type](count);
  let at = 0;
  for (const column of columns) {
    all.set(column, at);
    at += column.length;
  }
  return all;
}

/** Pieces of at most one batch. */
function split(rows: TrackRows): TrackRows[] {
  const count = rowCount(rows);
  if (count <= maxBatchRows) return count === 0 ? [] : [rows];
  const pieces: TrackRows[] = [];
  for (let from = 0; from < count; from += maxBatchRows) {
    const columns: ColumnSet = {};
    for (const [name, column] of Object.entries(rows.columns as unknown as ColumnSet)) {
      columns[name] = column.subarray(from, from + maxBatchRows);
    }
    pieces.push({ ...rows, columns } as unknown as TrackRows);
  }
  return pieces;
}
