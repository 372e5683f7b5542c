import { z } from 'zod';
import { frameKinds, rowFields, rowsOf, type FrameKind, type RowFrameKind } from '../../core/protocol/frames';

/*
 * Frames are written by processes that run other people's code: everything in them is checked before it is believed.
 */

const time = z.number().min(-1e15).max(1e18);
const text = (most: number) => z.string().transform((value) => value.slice(0, most));

export const helloSchema = z.object({
  epochNs: z.string().regex(/^\d{1,19}$/),
  role: z.enum(['host', 'worker']),
  worker: z.number().int().min(0).max(65_535).nullable(),
  pid: z.number().int().positive(),
  tid: z.number().int().positive().nullable(),
  kind: z.enum(['process', 'thread']),
  threadCpu: z.enum(['clock', 'schedstat']).nullable(),
  loop: z.boolean().exactOptional(),
  name: text(200).exactOptional(),
});

const phaseSchema = z.object({
  name: z.enum(['start', 'workStart', 'workEnd']),
  at: time,
  items: z.number().int().min(0).optional(),
});

const failureSchema = z.object({
  message: text(2000),
  item: z.number().int().min(0).optional(),
  stack: text(20_000).optional(),
  at: time,
});

const summarySchema = z.object({ at: time, tasks: z.number().int().min(0) });

const schemas = {
  [frameKinds.hello]: helloSchema,
  [frameKinds.phase]: phaseSchema,
  [frameKinds.failure]: failureSchema,
  [frameKinds.summary]: summarySchema,
} as const;
export type JsonFrameKind = keyof typeof schemas;
export type JsonFrame<K extends JsonFrameKind> = z.infer<(typeof schemas)[K]>;

/** @throws {Error} naming what is wrong. */
export function parseJsonFrame<K extends JsonFrameKind>(kind: K, payload: Uint8Array): JsonFrame<K> {
  const parsed = schemas[kind].safeParse(JSON.parse(decoder.decode(payload)));
  if (!parsed.success) throw new Error(`a ${nameOf(kind)} frame with ${z.prettifyError(parsed.error)}`);
  return parsed.data as JsonFrame<K>;
}

/** The rows of a row frame; @throws {Error} when their bytes are no whole number of rows. */
export function parseRows(kind: RowFrameKind, payload: Uint8Array): { values: Float64Array; width: number } {
  const width = rowFields[kind].length;
  if (payload.byteLength % (width * 8) !== 0) {
    throw new Error(`a ${nameOf(kind)} frame of ${payload.byteLength} bytes, which are no whole rows of ${width * 8}`);
  }
  return { values: rowsOf(payload), width };
}

export function nameOf(kind: FrameKind): string {
  return Object.entries(frameKinds).find(([, value]) => value === kind)![0];
}

const decoder = new TextDecoder();
const largestItem = 0xffff_ffff;
const largestSlot = 0xffff;

/** @throws {Error} unless item and slot fit their columns. */
export function checkTask(item: number, slot: number): void {
  if (!Number.isInteger(item) || item < 0 || item > largestItem) throw new Error(`an item with the index ${item}`);
  if (!Number.isInteger(slot) || slot < 0 || slot > largestSlot) throw new Error(`a task in slot ${slot}`);
}

/** @throws {Error} unless the times are finite and in order. */
export function checkTimes(...times: readonly number[]): void {
  let last = Number.NEGATIVE_INFINITY;
  for (const at of times) {
    if (!Number.isFinite(at) || at < last) throw new Error(`times that are not in order: ${times.join(', ')} ns`);
    last = at;
  }
}
