import { z } from 'zod';
import type { Capability, Capabilities } from '../trace/capability';
import { modes, pythonModes } from '../trace/run';
import type {
  LostCounts,
  EventLoopOutcome,
  PicklingOutcome,
  PythonChoice,
  RecordedCommand,
  ResultDifference,
  RunFailure,
  RunManifest,
  RunOutcome,
} from '../trace/run';
import { schemaOf } from './schema-of';

/** Names of comparisons and runs: they are names of folders, too. */
export const idSchema = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9_][\w-]*$/);

export const modeSchema = z.union([
  z.enum(modes),
  z.templateLiteral(['run ', z.int().min(1).max(100_000)]),
  z.templateLiteral([z.enum(pythonModes), ' · Python ', z.string().min(1).max(4200)]),
]);

export const isoTimeSchema = z.string().max(40);

const sentence = z.string().max(10_000);
const count = z.int().nonnegative();
const ms = z.number().nonnegative();

const capabilitySchema = schemaOf<Capability>()(
  z.discriminatedUnion('quality', [
    z.object({ quality: z.literal('exact') }),
    z.object({ quality: z.literal('sampled'), periodMs: ms, reason: sentence.exactOptional() }),
    z.object({ quality: z.literal('missing'), reason: sentence, remedy: sentence.exactOptional() }),
  ]),
);

export const capabilitiesSchema = schemaOf<Capabilities>()(
  z.object({
    tasks: capabilitySchema.exactOptional(),
    cores: capabilitySchema.exactOptional(),
    cpu: capabilitySchema.exactOptional(),
    eventLoop: capabilitySchema.exactOptional(),
    scheduler: capabilitySchema.exactOptional(),
  }),
);

const failureSchema = schemaOf<RunFailure>()(
  z.object({
    message: sentence,
    item: count.exactOptional(),
    stack: z.string().max(100_000).exactOptional(),
    output: z.string().max(1_000_000).exactOptional(),
  }),
);

const eventLoopSchema = schemaOf<EventLoopOutcome>()(
  z.object({
    process: z.string().max(1000),
    thread: z.string().max(1000),
    pid: count,
    tid: count.exactOptional(),
    utilisation: z.number().nullable(),
    runs: z.string().max(200).exactOptional(),
    cpuMs: ms.exactOptional(),
    runnableMs: ms.exactOptional(),
    lagP50Ms: z.number(),
    lagP99Ms: z.number(),
    lagMaxMs: z.number(),
  }),
);

const picklingSchema = schemaOf<PicklingOutcome>()(z.object({ ms, packMs: ms, unpackMs: ms, bytes: count }));

const outcomeSchema = schemaOf<RunOutcome>()(
  z.object({
    items: count.nullable(),
    tasksFinished: count.nullable(),
    checksum: z.string().max(200).nullable(),
    startupCpuMs: ms,
    workCpuMs: ms.nullable(),
    startupMs: ms,
    workMs: ms,
    eventLoops: z.array(eventLoopSchema).max(10_000),
    othersCores: z.number().exactOptional(),
    runnableMs: ms.exactOptional(),
    pickling: picklingSchema.exactOptional(),
    output: z.object({ tail: z.string().max(1_000_000), bytes: count }),
  }),
);

const commandSchema = schemaOf<RecordedCommand>()(
  z.object({
    name: z.string().max(1000),
    line: z.string().max(100_000),
    folder: z.string().max(10_000),
    exitCode: z.int().nullable(),
    signal: z.string().max(20).nullable(),
    attached: z.object({ pid: count, seconds: z.number().positive().nullable() }).exactOptional(),
    samplesUs: z.int().positive().exactOptional(),
    monotonicMs: z.number().nonnegative().exactOptional(),
  }),
);

const differenceSchema = schemaOf<ResultDifference>()(z.object({ against: idSchema, item: count.nullable() }));

export const pythonChoiceSchema = schemaOf<PythonChoice>()(
  z.object({ path: z.string().min(1).max(4096), version: z.string().min(1).max(40) }),
);

const lostSchema = schemaOf<LostCounts>()(
  z.object({
    events: count.nullable(),
    samples: count.nullable(),
    untold: z.record(z.string().max(100), count.nullable()).exactOptional(),
  }),
);

export const runManifestSchema = schemaOf<RunManifest>()(
  z.object({
    schema: z.literal('juggler.run/1'),
    id: idSchema,
    mode: modeSchema,
    workers: z.int().min(1).max(65_536),
    inFlight: z.int().min(1).max(10_000_000),
    repeat: z.int().min(1).max(10_000),
    status: z.enum(['waiting', 'recording', 'done', 'failed', 'stopped', 'recovered']),
    startedAt: isoTimeSchema,
    capabilities: capabilitiesSchema,
    failure: failureSchema.exactOptional(),
    python: pythonChoiceSchema.exactOptional(),
    command: commandSchema.exactOptional(),
    outcome: outcomeSchema.exactOptional(),
    difference: differenceSchema.exactOptional(),
    lost: lostSchema.exactOptional(),
    notices: z.array(sentence).max(10_000).exactOptional(),
  }),
);
