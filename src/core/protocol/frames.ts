/*
 * What a worker appends to its own file in the run's private folder, and the recorder tails.
 *
 *   file   = frame*
 *   frame  = u32 kind | u32 payload length in bytes | payload, padded to a multiple of 8      (little endian)
 *
 * Row frames hold rows of f64; text frames hold UTF-8 JSON. A worker writes whole frames with one write each, so
 * a killed process leaves at most one truncated frame at the end. All times are Nanos of the run.
 */

import { plainJson } from './plain-json';

export const frameKinds = {
  /** JSON `ThreadHello`: first frame of every file. */
  hello: 1,
  /** Rows `taskStartRow`: tasks in flight at a flush, for the live picture; each is told once, until its `task` row. */
  taskStart: 2,
  /** Rows `taskRow`: finished tasks. */
  task: 3,
  /** Rows `loopRow`. */
  loop: 4,
  /** Rows `cpuRow`. */
  cpu: 5,
  /** JSON `PhaseMark`. */
  phase: 6,
  /** JSON `JobFailure`. */
  failure: 7,
  /** JSON `ThreadSummary`: last frame of a thread that ended in order. */
  summary: 8,
  /** Rows `pickleRow`: items on their way to another process. */
  pickle: 9,
} as const;
export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds];

/** Field order of the rows. NaN: not measured. */
export const taskStartRow = ['item', 'start', 'slot'] as const;
export const taskRow = ['item', 'start', 'runEnd', 'end', 'slot', 'head', 'tail', 'hashHigh', 'hashLow'] as const;
/** `lagMax`: worst delay in the window that ends at `at`; `utilisation`: 0..1 over the same window, or NaN. */
export const loopRow = ['at', 'lagMax', 'utilisation'] as const;
/** Cumulative CPU nanoseconds of the thread, and of its whole process. */
export const cpuRow = ['at', 'thread', 'process'] as const;
/** `unpacks`: 1 in the process that gets the items, 0 in the one that sends them. */
export const pickleRow = ['start', 'end', 'unpacks'] as const;

export const rowFields = {
  [frameKinds.taskStart]: taskStartRow,
  [frameKinds.task]: taskRow,
  [frameKinds.loop]: loopRow,
  [frameKinds.cpu]: cpuRow,
  [frameKinds.pickle]: pickleRow,
} as const;
export type RowFrameKind = keyof typeof rowFields;

/** Frames longer than this are refused by the reader: a worker flushes far earlier. */
export const maxFrameBytes = 16 * 1024 * 1024;
export const frameHeaderBytes = 8;

export function isRowKind(kind: number): kind is RowFrameKind {
  return kind in rowFields;
}

/** One frame of `rows` (row after row, fields in the order of `rowFields[kind]`). */
export function encodeRows(kind: RowFrameKind, rows: Float64Array): Uint8Array {
  const frame = new Uint8Array(frameHeaderBytes + rows.byteLength);
  writeHeader(frame, kind, rows.byteLength);
  frame.set(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength), frameHeaderBytes);
  return frame;
}

/** One frame of JSON; `encode` is the platform's UTF-8 encoder (`new TextEncoder().encode`). */
export function encodeJson(kind: number, value: unknown, encode: (text: string) => Uint8Array): Uint8Array {
  const text = encode(plainJson(value));
  const frame = new Uint8Array(frameHeaderBytes + padded(text.length));
  writeHeader(frame, kind, text.length);
  frame.set(text, frameHeaderBytes);
  return frame;
}

export interface RawFrame {
  readonly kind: number;
  /** A copy, aligned to 8 bytes. */
  readonly payload: Uint8Array;
}

/**
 * Whole frames at the beginning of `bytes`. The rest (a frame still being written) starts at `consumed`.
 *
 * @throws {Error} on a length no worker writes: the file holds garbage from there on.
 */
export function decodeFrames(bytes: Uint8Array): { frames: RawFrame[]; consumed: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: RawFrame[] = [];
  let at = 0;
  while (at + frameHeaderBytes <= bytes.byteLength) {
    const kind = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    if (length > maxFrameBytes) throw new Error(`frame of ${length} bytes at byte ${at}: not written by a worker`);
    const next = at + frameHeaderBytes + padded(length);
    if (next > bytes.byteLength) break;
    frames.push({ kind, payload: bytes.slice(at + frameHeaderBytes, at + frameHeaderBytes + length) });
    at = next;
  }
  return { frames, consumed: at };
}

/** The f64 rows of a row frame's payload. */
export function rowsOf(payload: Uint8Array): Float64Array {
  return new Float64Array(payload.buffer, payload.byteOffset, payload.byteLength >>> 3);
}

const padded = (length: number): number => (length + 7) & ~7;

/** `length`: of the payload, without padding. */
export function writeHeader(frame: Uint8Array, kind: number, length: number): void {
  const view = new DataView(frame.buffer, frame.byteOffset);
  view.setUint32(0, kind, true);
  view.setUint32(4, length, true);
}
