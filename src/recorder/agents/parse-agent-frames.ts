import { z } from 'zod';
import { agentFrameKinds, agentRowFields, type AgentHello, type AgentRowKind } from '../../core/protocol/agent';
import { rowsOf } from '../../core/protocol/frames';

/*
 * Frames come out of processes that run other people's code: everything in them is checked before it is believed.
 */

const time = z.number().min(-1e15).max(1e18);

const helloSchema: z.ZodType<AgentHello> = z.object({
  epochNs: z.string().regex(/^\d{1,19}$/),
  at: time,
  pid: z.number().int().positive(),
  parentPid: z.number().int().min(0),
  tid: z.number().int().positive().nullable(),
  kind: z.enum(['main', 'worker', 'agent']),
  thread: z.number().int().min(0),
  name: z.string().transform((name) => name.slice(0, 200)),
  runtime: z.object({ name: z.enum(['node', 'python']), version: z.string().max(100) }),
  startedBy: z.enum(['context', 'callbacks']),
  madeBy: z.number().int().min(0).nullable(),
});
const stringsSchema = z.array(z.string().transform((text) => text.slice(0, 1000))).max(100_000);
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

/** @throws {Error} when the bytes are no whole number of rows. */
export function parseAgentRows(kind: AgentRowKind, payload: Uint8Array): { values: Float64Array; width: number } {
  const width = agentRowFields[kind].length;
  if (payload.byteLength % (width * 8) !== 0) {
    throw new Error(`a frame of kind ${kind} of ${payload.byteLength} bytes, which are no whole rows of ${width * 8}`);
  }
  return { values: rowsOf(payload), width };
}

/** @throws {Error} unless the times are of a run and in order. */
export function checkOrder(start: number, end: number): void {
  checkTime(start);
  checkTime(end);
  if (end < start) throw new Error(`an end at ${end} ns before its start at ${start} ns`);
}

export function checkTime(at: number): void {
  if (!(at >= -1e15 && at <= 1e18)) throw new Error(`the time ${at} ns`);
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
