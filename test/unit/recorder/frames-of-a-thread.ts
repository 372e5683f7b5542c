import {
  encodeJson,
  encodeRows,
  frameKinds,
  type FrameKind,
  type RowFrameKind,
} from '../../../src/core/protocol/frames';
import type { ThreadHello } from '../../../src/core/protocol/job';

const encoder = new TextEncoder();

export const jsonFrame = (kind: FrameKind, value: unknown): Uint8Array =>
  encodeJson(kind, value, (text) => encoder.encode(text));

export const rowsFrame = (kind: RowFrameKind, ...rows: readonly (readonly number[])[]): Uint8Array =>
  encodeRows(kind, Float64Array.from(rows.flat()));

export const helloFrame = (change: Partial<ThreadHello> = {}): Uint8Array =>
  jsonFrame(frameKinds.hello, {
    epochNs: '1000000000',
    role: 'host',
    worker: 0,
    pid: 100,
    tid: 100,
    kind: 'process',
    threadCpu: 'clock',
    ...change,
  } satisfies ThreadHello);

/** A finished task; times in ns, its result's hash is `hash`. */
export const taskRowOf = (item: number, start: number, end: number, hash = item): readonly number[] => [
  item,
  start,
  end,
  end,
  0,
  1,
  Number.NaN,
  0,
  hash,
];

export function bytesOf(frames: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(frames));
}
