import { columnTypes, noCore, type TrackKind } from '../trace/track';
import { trackColumn } from './arrow-write';
import { columnConstructors, type Column, type ColumnSet, type ColumnType } from './columns';
import { Table } from './flatbuffer';
import { FormatError } from './format-error';

/** `header_type` of a message (Arrow, Message.fbs). */
const headers = { schema: 1, recordBatch: 3 } as const;

/** Type and width of a column as Arrow's schema says it: `Type` of Schema.fbs, then bits, or precision. */
const arrowTypes: Readonly<Record<ColumnType | 'i32', string>> = {
  f64: 'float 2',
  f32: 'float 1',
  u32: 'unsigned 32',
  u16: 'unsigned 16',
  u8: 'unsigned 8',
  i32: 'signed 32',
};

export interface Message {
  readonly header: 'schema' | 'recordBatch';
  readonly table: Table;
  readonly bodyBytes: number;
}

/** @throws {FormatError} on messages that a stream of tracks does not have. @throws {RangeError} on garbage. */
export function readMessage(metadata: Uint8Array): Message {
  const message = Table.root(metadata);
  const bodyBytes = message.int64(3);
  const table = message.table(2);
  const type = message.int8(1);
  if (table !== null && bodyBytes >= 0) {
    if (type === headers.schema) return { header: 'schema', table, bodyBytes };
    if (type === headers.recordBatch) return { header: 'recordBatch', table, bodyBytes };
  }
  throw new FormatError(`holds an Arrow message of type ${type}, which tracks are not made of`);
}

/** Columns that older files do not have, behind all others, and what they hold then. */
const addedColumns: Partial<Record<TrackKind, Readonly<Record<string, number>>>> = {
  states: { core: noCore, flags: 0 },
};

/** Columns of a stream beside `track`, by name, in order. */
export type StreamColumns = readonly (readonly [name: string, type: ColumnType])[];

/**
 * @returns the columns of `columnTypes[kind]` that the stream has: all, or all but those that were added later
 * @throws {FormatError} unless the columns are `track` and those, in this order.
 */
export function checkSchema(schema: Table, kind: TrackKind): StreamColumns {
  if (schema.int16(0) !== 0) throw new FormatError('holds big-endian columns; only little-endian ones can be read');
  const expected = [[trackColumn, 'i32'] as const, ...Object.entries(columnTypes[kind])];
  const fields = schema.vector(1);
  const found: string[] = [];
  for (let index = 0; index < Math.min(fields.length, expected.length + 1); index++) {
    const field = schema.tableAt(fields, index);
    found.push(`${field.text(0)} (${typeOf(field)})`);
  }
  const wanted = expected.map(([name, type]) => `${name} (${arrowTypes[type]})`);
  const columns: StreamColumns = Object.entries(columnTypes[kind]);
  if (found.join() === wanted.join()) return columns;
  const first = columns.filter(([name]) => addedColumns[kind]?.[name] === undefined);
  if (found.join() === wanted.slice(0, first.length + 1).join()) return first;
  throw new FormatError(`has the columns ${found.join(', ')}, where ${kind} have ${wanted.join(', ')}`);
}

function typeOf(field: Table): string {
  const type = field.int8(2);
  const details = field.table(3);
  if (details === null || field.has(4)) return `type ${type}`;
  if (type === 2) return `${details.int8(1) === 0 ? 'unsigned' : 'signed'} ${details.int32(0)}`;
  if (type === 3) return `float ${details.int16(0)}`;
  return `type ${type}`;
}

export interface Batch {
  readonly tracks: Int32Array;
  /** Views of the body. */
  readonly columns: ColumnSet;
}

/** @param body in a buffer whose start is aligned to 8 bytes. @throws {FormatError} when lengths don't agree. */
export function readBatch(batch: Table, kind: TrackKind, types: StreamColumns, body: Uint8Array): Batch {
  if (batch.has(3)) throw new FormatError('holds compressed columns; only plain ones can be read');
  const length = batch.int64(0);
  const nodes = batch.vector(1);
  const buffers = batch.vector(2);
  if (nodes.length !== types.length + 1 || buffers.length !== 2 * nodes.length) {
    throw new FormatError(`holds a batch of ${nodes.length} columns, where ${kind} have ${types.length + 1}`);
  }
  const column = (index: number, constructor: ColumnConstructor): Column | Int32Array => {
    const [rows, nulls] = batch.pairAt(nodes, index);
    if (rows !== length || nulls !== 0) {
      throw new FormatError(`holds a column of ${rows} rows with ${nulls} missing in a batch of ${length}`);
    }
    // Every column has two buffers: which rows are there (empty, all are) and the values.
    const [offset, bytes] = batch.pairAt(buffers, 2 * index + 1);
    const width = constructor.BYTES_PER_ELEMENT;
    if (offset < 0 || offset % 8 !== 0 || bytes < length * width || offset + bytes > body.byteLength) {
      throw new FormatError(`holds a column outside of its batch (${bytes} bytes at ${offset} of ${body.byteLength})`);
    }
    return new constructor(body.buffer as ArrayBuffer, body.byteOffset + offset, length);
  };
  const columns: ColumnSet = {};
  for (const [index, [name, type]] of types.entries()) {
    columns[name] = column(index + 1, columnConstructors[type]) as Column;
  }
  for (const [name, type] of Object.entries(columnTypes[kind])) {
    columns[name] ??= new columnConstructors[type](length).fill(addedColumns[kind]![name]!);
  }
  return { tracks: column(0, Int32Array) as Int32Array, columns };
}

type ColumnConstructor = Int32ArrayConstructor | (typeof columnConstructors)[ColumnType];
