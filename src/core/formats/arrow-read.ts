import type { TrackRows } from '../trace/chunk';
import type { TrackKind } from '../trace/track';
import { checkSchema, readBatch, readMessage, type Batch, type Message, type StreamColumns } from './arrow-messages';
import type { ColumnSet } from './columns';
import { FormatError } from './format-error';
import { limits } from './limits';

const continuation = 0xffffffff;
const prefixBytes = 8;

/**
 * Reads an Arrow IPC stream of one kind of track from bytes in any pieces. Holds one message at a time; the columns
 * it hands out are views of that message's own buffer.
 *
 * A stream that was cut off gives all its whole batches; `pendingBytes` are then what is left over.
 */
export class TrackStreamReader {
  readonly #kind: TrackKind;
  /** What is being collected: prefix (8 bytes), then metadata, then body. */
  #part: Uint8Array = new Uint8Array(prefixBytes);
  #filled = 0;
  #step: 'prefix' | 'metadata' | 'body' | 'ended' = 'prefix';
  #message: Message | null = null;
  /** Null until its schema has come. */
  #columns: StreamColumns | null = null;
  #wholeBytes = 0;
  #readBytes = 0;

  constructor(kind: TrackKind) {
    this.#kind = kind;
  }

  /** Length of the stream up to its last whole message. */
  get wholeBytes(): number {
    return this.#wholeBytes;
  }

  /** Bytes behind the last whole message. */
  get pendingBytes(): number {
    return this.#readBytes - this.#wholeBytes;
  }

  /** Whether the stream was closed in order. */
  get ended(): boolean {
    return this.#step === 'ended';
  }

  /** Rows of the batches that `bytes` complete. @throws {FormatError} on what is no stream of this kind of track. */
  push(bytes: Uint8Array): TrackRows[] {
    const rows: TrackRows[] = [];
    let at = 0;
    while (at < bytes.length) {
      if (this.ended) throw new FormatError('goes on behind the end of its stream');
      const taken = Math.min(bytes.length - at, this.#part.length - this.#filled);
      this.#part.set(bytes.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      this.#readBytes += taken;
      while (!this.ended && this.#filled === this.#part.length) this.#next(rows);
    }
    return rows;
  }

  #next(rows: TrackRows[]): void {
    if (this.#step === 'prefix') this.#prefix();
    else if (this.#step === 'metadata') this.#metadata();
    else this.#body(rows);
  }

  #prefix(): void {
    const view = new DataView(this.#part.buffer, this.#part.byteOffset, prefixBytes);
    const length = view.getInt32(4, true);
    if (view.getUint32(0, true) !== continuation || length < 0 || length > limits.arrowMetadataBytes) {
      throw new FormatError(`is no Arrow stream (at byte ${this.#wholeBytes})`);
    }
    if (length === 0) {
      this.#wholeBytes = this.#readBytes;
      this.#step = 'ended';
    } else this.#collect('metadata', length);
  }

  #metadata(): void {
    this.#message = understood(() => readMessage(this.#part));
    if (this.#message.bodyBytes > limits.arrowBatchBytes) {
      throw new FormatError(
        `holds a batch of ${this.#message.bodyBytes} bytes; at most ${limits.arrowBatchBytes} are read`,
      );
    }
    this.#collect('body', this.#message.bodyBytes);
  }

  #body(rows: TrackRows[]): void {
    const { header, table } = this.#message!;
    if (header === 'schema') {
      if (this.#columns !== null) throw new FormatError('has two schemas in one stream');
      this.#columns = understood(() => checkSchema(table, this.#kind));
    } else {
      const types = this.#columns;
      if (types === null) throw new FormatError('has rows before its schema');
      const body = this.#part;
      const batch = understood(() => readBatch(table, this.#kind, types, body));
      for (const piece of byTrack(this.#kind, batch)) rows.push(piece);
    }
    this.#wholeBytes = this.#readBytes;
    this.#collect('prefix', prefixBytes);
  }

  #collect(step: 'prefix' | 'metadata' | 'body', bytes: number): void {
    this.#step = step;
    this.#part = new Uint8Array(bytes);
    this.#filled = 0;
  }
}

function understood<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError('holds an Arrow message that makes no sense', { cause: error });
  }
}

/** Rows in a stretch, on average, from which on the stretches are handed out as they are: views of the batch. */
const minStretch = 16;

/**
 * Rows by their tracks: one piece for each stretch of rows of the same track, or, where those are many and short, one for
 * each track, with its rows in their order. A file may alternate tracks from row to row.
 */
function byTrack(kind: TrackKind, { tracks, columns }: Batch): Generator<TrackRows> {
  let stretches = 1;
  for (let row = 1; row < tracks.length; row++) if (tracks[row] !== tracks[row - 1]) stretches++;
  if (stretches * minStretch <= tracks.length) return pieces(kind, tracks, columns);
  const order = Uint32Array.from(tracks.keys()).sort((a, b) => tracks[a]! - tracks[b]! || a - b);
  const sorted: ColumnSet = {};
  for (const [name, column] of Object.entries(columns)) sorted[name] = column.map((_, row) => column[order[row]!]!);
  return pieces(
    kind,
    tracks.map((_, row) => tracks[order[row]!]!),
    sorted,
  );
}

function* pieces(kind: TrackKind, tracks: Int32Array, columns: ColumnSet): Generator<TrackRows> {
  const names = Object.keys(columns);
  let from = 0;
  for (let row = 1; row <= tracks.length; row++) {
    if (row < tracks.length && tracks[row] === tracks[from]) continue;
    const piece: ColumnSet = {};
    for (const name of names) piece[name] = columns[name]!.subarray(from, row);
    yield { track: tracks[from]!, kind, columns: piece } as unknown as TrackRows;
    from = row;
  }
}
