import { z } from 'zod';
import { agentFrameKinds, agentRowFields, type AgentHello, type AgentRowKind } from '../../core/protocol/agent';
import { rowsOf } from '../../core/protocol/frames';
import type { RefusedRows } from './refused-rows';

/*
 * Frames come out of processes that run other people's code: everything in them is checked before it is believed.
 */

const time = z.number();
/** Cut, and without halves of surrogate pairs, which no UTF-8 holds. */
const text = (maxLength: number) =>
  z.string().transform((whole) => whole.slice(0, maxLength).replaceAll(/\p{Surrogate}/gu, '\ufffd'));

const helloSchema: z.ZodType<AgentHello> = z.object({
  epochNs: z.string().regex(/^\d{1,19}$/),
  at: time,
  pid: z.number().int().positive(),
  parentPid: z.number().int().min(0),
  tid: z.number().int().positive().nullable(),
  kind: z.enum(['main', 'worker', 'agent']),
  thread: z.number().int().min(0),
  name: text(200),
  runtime: z.object({ name: z.enum(['node', 'python']), version: z.string().max(100) }),
  startedBy: z.enum(['context', 'callbacks']),
  madeBy: z.number().int().min(0).nullable(),
  pidNamespace: z.number().int().positive().nullable().optional(),
});
const stringsSchema = z.array(text(1000)).max(100_000);
const endSchema = z.object({ at: time });

const decoder = new TextDecoder();

function parser<T>(kind: number, schema: z.ZodType<T>): (payload: Uint8Array) => T {
  return (payload) => {
    const parsed = schema.safeParse(JSON.parse(decoder.decode(payload)));
    if (!parsed.success)
      throw new Error(`a frame of kind ${kind} with ${z.prettifyError(parsed.error).replaceAll(/\s+/g, ' ')}`);
    return parsed.data;
  };
}

/** @throws {Error} naming what is wrong. */
export const parseHello = parser(agentFrameKinds.hello, helloSchema);
export const parseStrings = parser(agentFrameKinds.strings, stringsSchema);
export const parseEnd = parser(agentFrameKinds.end, endSchema);

/** Whole rows alone; what is left over at the end is refused as one row. */
export function parseAgentRows(
  kind: AgentRowKind,
  payload: Uint8Array,
  refused: RefusedRows,
): { values: Float64Array; width: number } {
  const width = agentRowFields[kind].length;
  if (payload.byteLength % (width * 8) !== 0) {
    refused.add(`a frame of kind ${kind} of ${payload.byteLength} bytes, where a row has ${width * 8}`);
  }
  return { values: rowsOf(payload), width };
}

/** A whole number from `least` on. @throws {Error} when it is none. */
export function checkWhole(what: string, value: number, least: number): number {
  if (!Number.isSafeInteger(value) || value < least) throw new Error(`${what} ${value}`);
  return value;
}

/** The name that stands at an index of one of the protocol's lists. @throws {Error} when there is none. */
export function nameAt<T>(what: string, names: readonly T[], index: number): T {
  const name = names[index];
  if (name === undefined) throw new Error(`${what} ${index}`);
  return name;
}
