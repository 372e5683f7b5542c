import { z } from 'zod';
import type {
  ComparisonManifest,
  ComparisonSpec,
  ComparisonView,
  InterpreterChoice,
  WorkloadChoice,
} from '../trace/comparison';
import { modes, pythonModes } from '../trace/run';
import { limits } from './limits';
import { machineSchema } from './machine-schema';
import { idSchema, isoTimeSchema, modeSchema, pythonChoiceSchema, runManifestSchema } from './run-schema';
import { schemaOf } from './schema-of';

const range = z.object({ start: z.number(), end: z.number() });
const modeList = z.array(modeSchema).max(1000);

export const comparisonViewSchema = schemaOf<ComparisonView>()(
  z.object({
    baseline: modeSchema.nullable(),
    includeStartup: z.boolean(),
    order: modeList,
    collapsed: modeList,
    hidden: modeList,
    pinned: modeList,
    viewport: range.nullable(),
    selection: range.nullable(),
    align: z.string().max(1000).exactOptional(),
    pinnedThreads: z.array(z.string().max(100)).max(10_000).exactOptional(),
    hiddenThreads: z.array(z.string().max(100)).max(10_000).exactOptional(),
  }),
);

export const interpreterChoiceSchema = schemaOf<InterpreterChoice>()(
  z.object({
    ...pythonChoiceSchema.shape,
    name: z.string().min(1).max(4200),
    modes: z.array(z.enum(pythonModes)).max(100),
  }),
);

/** Of one comparison. */
export const interpreterChoicesSchema = z.array(interpreterChoiceSchema).min(1).max(100);

const workloadSchema = schemaOf<WorkloadChoice>()(
  z.object({
    kind: z.enum(['built-in', 'module', 'command']),
    id: z.string().min(1).max(4096),
    title: z.string().max(200),
    items: z.int().nonnegative().nullable(),
    seed: z.int().min(0).max(0xffff_ffff),
    parameters: z.record(z.string().max(200), z.number()),
    python: pythonChoiceSchema.exactOptional(),
  }),
);

const comparisonSpecSchema = schemaOf<ComparisonSpec>()(
  z.object({
    workload: workloadSchema,
    modes: z.array(z.enum(modes)).max(1000),
    interpreters: interpreterChoicesSchema.exactOptional(),
    workers: z.int().min(1).max(65_536),
    inFlight: z.int().min(1).max(10_000_000),
    repeats: z.int().min(1).max(10_000),
    timeLimitMs: z.number().positive().nullable(),
  }),
);

export const comparisonManifestSchema = schemaOf<ComparisonManifest>()(
  z.object({
    schema: z.literal('juggler.comparison-file/1'),
    id: idSchema,
    name: z.string().max(200),
    createdAt: isoTimeSchema,
    version: z.string().max(100),
    machine: machineSchema,
    spec: comparisonSpecSchema,
    runs: z.array(runManifestSchema).max(limits.runs),
    notes: z.string().max(100_000),
    view: comparisonViewSchema.nullable(),
  }),
);
