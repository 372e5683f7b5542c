import type { RecordingChunk, TrackRows } from './chunk';
import { columnTypes, type ColumnsOf, type TrackId, type TrackKind } from './track';

/** Rows of all tracks of one kind: those of `tracks[i]` are rows [ends[i - 1], ends[i]), from 0 on. */
export type PackedRows = {
  [K in TrackKind]: {
    readonly kind: K;
    readonly tracks: Uint32Array;
    readonly ends: Uint32Array;
    readonly columns: ColumnsOf[K];
  };
}[TrackKind];

/**
 * A chunk as it crosses to another process. A message copies each array in it with some cost of its own, and a chunk of a
 * thousand tracks has thousands of small ones: here the tracks of a kind share their columns, and all of them one buffer.
 */
export interface PackedChunk extends Omit<RecordingChunk, 'rows'> {
  readonly rows: readonly PackedRows[];
}

type Column = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;
type ColumnSet = Readonly<Record<string, Column>>;

const constructors = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array };
/** Every column begins at a multiple of this. */
const alignment = 8;

export function packChunk(chunk: RecordingChunk): PackedChunk {
  const kinds = new Map<TrackKind, TrackRows[]>();
  for (const rows of chunk.rows) {
    const known = kinds.get(rows.kind);
    if (known === undefined) kinds.set(rows.kind, [rows]);
    else known.push(rows);
  }
  const bytes = [...kinds].reduce((sum, [kind, rows]) => sum + bytesOf(kind, countOf(rows)), 0);
  const packer = new Packer(bytes);
  return { ...chunk, rows: [...kinds].map(([kind, rows]) => packKind(kind, rows, packer)) };
}

function packKind(kind: TrackKind, rows: readonly TrackRows[], packer: Packer): PackedRows {
  const ends = new Uint32Array(rows.length);
  let count = 0;
  for (const [at, { columns }] of rows.entries()) {
    count += lengthOf(columns);
    ends[at] = count;
  }
  const columns: Record<string, Column> = {};
  for (const [name, type] of Object.entries(columnTypes[kind])) {
    const pieces = rows.map((piece) => (piece.columns as unknown as ColumnSet)[name]!);
    columns[name] = packer.pack(type, count, pieces);
  }
  const tracks = Uint32Array.from(rows, ({ track }): TrackId => track);
  // Columns by the names and types of the kind.
  return { kind, tracks, ends, columns } as unknown as PackedRows;
}

class Packer {
  readonly #buffer: ArrayBuffer;
  #at = 0;

  constructor(bytes: number) {
    this.#buffer = new ArrayBuffer(bytes);
  }

  pack(type: keyof typeof constructors, count: number, pieces: readonly Column[]): Column {
    const column = new constructors[type](this.#buffer, this.#at, count);
    this.#at += aligned(column.byteLength);
    let row = 0;
    for (const piece of pieces) {
      column.set(piece, row);
      row += piece.length;
    }
    return column;
  }
}

const lengthOf = (columns: ColumnsOf[TrackKind]): number => Object.values(columns as unknown as ColumnSet)[0]!.length;

const countOf = (rows: readonly TrackRows[]): number => rows.reduce((sum, { columns }) => sum + lengthOf(columns), 0);

const bytesOf = (kind: TrackKind, count: number): number =>
  Object.values(columnTypes[kind]).reduce(
    (sum, type) => sum + aligned(count * constructors[type].BYTES_PER_ELEMENT),
    0,
  );

const aligned = (bytes: number): number => Math.ceil(bytes / alignment) * alignment;
