import { z } from 'zod';

/*
 * The host of a job runs other people's code in the same process: what it says is checked before it is believed.
 */

const ms = z.number().min(0);
const text = (most: number) => z.string().transform((value) => value.slice(0, most));

const eventLoop = z.object({
  process: text(200),
  thread: text(200),
  pid: z.number().int().positive(),
  tid: z.number().int().positive().exactOptional(),
  utilisation: z.number().min(0).max(1).nullable(),
  runs: text(200).exactOptional(),
  cpuMs: ms.exactOptional(),
  runnableMs: ms.exactOptional(),
  lagP50Ms: ms,
  lagP99Ms: ms,
  lagMaxMs: ms,
});

const failure = z.object({
  message: text(2000),
  item: z.number().int().min(0).exactOptional(),
  stack: text(20_000).exactOptional(),
});

export const jobMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('prepared') }),
  z.object({
    type: z.literal('finished'),
    result: z.object({
      items: z.number().int().min(0),
      tasksFinished: z.number().int().min(0),
      checksum: z.string().regex(/^[0-9a-f]{1,64}$/),
      startupCpuMs: ms,
      workCpuMs: ms,
      runnableMs: ms.exactOptional(),
      startupMs: ms,
      workMs: ms,
      eventLoops: z.array(eventLoop).max(4096),
      pickling: z.object({ ms, packMs: ms, unpackMs: ms, bytes: z.number().int().min(0) }).exactOptional(),
      notices: z.array(text(2000)).max(100),
    }),
  }),
  z.object({ type: z.literal('failed'), failure, phase: z.enum(['prepare', 'startup', 'work']) }),
]);
export type JobMessage = z.infer<typeof jobMessageSchema>;
