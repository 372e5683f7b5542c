/*
 * Every request the window may send to the main process, and every notice it may get, with the parser of its input.
 * Main's handlers, the preload's bridge and the window's typed client follow from this one value. Recordings do not
 * go this way: they come over the MessagePort of the recorder (`recorder.ts`).
 */
import { z } from 'zod';
import type { ComparisonManifest } from '../trace/comparison';
import type { Capabilities } from '../trace/capability';
import type { Machine } from '../trace/machine';
import { modes } from '../trace/run';
import type { DoctorInterpreter, DoctorReport } from './doctor';
import { threadStates } from '../trace/track';
import type { LibraryEntry, RunningProcess } from './recorder';
import type { PythonInterpreter } from './python';
import type { WindowCommand } from './window-commands';
import { comparisonViewSchema, interpreterChoicesSchema } from '../formats/comparison-schema';
import { pythonChoiceSchema } from '../formats/run-schema';

const id = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\w-]+$/);
const file = z.string().min(1).max(4096);
/** Begins the ids of comparisons that were opened from a file: no comparison of the library has such an id. */
export const openedPrefix = 'opened-';
const stream = z.string().regex(/^[\w-]{1,80}$/);

/** A day: what is recorded grows by the second. */
export const mostAttachedSeconds = 24 * 3600;

export const specSchema = z.object({
  workload: z.object({
    kind: z.enum(['built-in', 'module']),
    id: z.string().min(1).max(4096),
    title: z.string().max(200),
    items: z.number().int().min(1).max(1_000_000).nullable(),
    seed: z.number().int().min(0).max(0xffffffff),
    parameters: z.record(z.string(), z.number()),
    python: pythonChoiceSchema.exactOptional(),
  }),
  modes: z.array(z.enum(modes)).min(1),
  interpreters: interpreterChoicesSchema.exactOptional(),
  workers: z.number().int().min(1).max(1024),
  inFlight: z.number().int().min(1).max(100_000),
  repeats: z.number().int().min(1).max(100),
  timeLimitMs: z.number().positive().nullable(),
});

/** What the Profile page asks for. */
export const commandDraftSchema = z.object({
  /** A shell line. */
  line: z.string().max(100_000),
  /** Empty: the user's home. */
  folder: z.string().max(4096),
  /** `NAME=value`, one a line, beside the app's own environment. */
  environment: z.string().max(100_000),
  repeats: z.number().int().min(1).max(100),
  detail: z
    .object({
      samplesUs: z.number().int().min(100).max(100_000).nullable(),
      promises: z.boolean(),
      blockedMs: z.number().min(1).max(60_000),
    })
    .optional(),
});
export type CommandDraft = z.infer<typeof commandDraftSchema>;

export const settingsSchema = z.object({
  theme: z.enum(['system', 'dark', 'light']),
  lastSpec: specSchema.nullable(),
  recentModules: z.array(file).max(20),
  lastCommand: commandDraftSchema.optional(),
  recentCommands: z.array(z.string().max(100_000)).max(50).optional(),
  /** How threads are looked at. */
  threads: z
    .object({
      order: z.enum(['start', 'cpu', 'name']),
      all: z.boolean(),
      arrows: z.boolean(),
      muted: z.array(z.enum(threadStates)),
    })
    .optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

const nothing = z.null();

export const requests = {
  'app.info': nothing,
  'settings.get': nothing,
  'settings.set': settingsSchema.partial(),
  'workloads.list': nothing,
  'module.choose': nothing,
  /** Loads a module in a process of its own and says what it exports. */
  'module.check': z.object({ file, python: file.exactOptional() }),
  /** Python interpreters that were found here, the nearest to a module first; null: to none. */
  'python.list': z.object({ file: file.nullable() }),
  'compare.start': specSchema,
  'compare.stop': nothing,
  'compare.skip': nothing,
  /** What can be seen on this machine: tried anew each time. */
  'app.doctor': nothing,
  /** Every Python that is found, also those that run no workload: each is started and asked, which takes a second or two. */
  'python.survey': nothing,
  /** Runs a command line and records it. `append`: as one more band of a comparison of the library. */
  'profile.start': z.object({ command: commandDraftSchema, append: id.nullable() }),
  /** What runs now and could be attached to. */
  'profile.processes': nothing,
  /** Records a process that runs already. `append` as above. */
  'profile.attach': z.object({
    pid: z.number().int().positive(),
    seconds: z.number().positive().max(mostAttachedSeconds),
    append: id.nullable(),
  }),
  'profile.chooseFolder': nothing,
  'profile.chooseFile': nothing,
  'library.list': nothing,
  /** `stream`: names the events that bring the data. A file's comparison has the id `opened-STREAM`, whatever the file says. */
  'library.open': z.union([z.object({ id, stream }), z.object({ file, stream })]),
  /** Ends `library.open` of a large comparison early: what has been read is shown. */
  'library.stopReading': z.object({ id }),
  /** Asks for a `.juggler` file to open. */
  'library.choose': nothing,
  /** Into the file it was opened from or saved to before; asks where if there is none, or with `as`. */
  'library.save': z.object({ id, as: z.boolean() }),
  'library.rename': z.object({ id, name: z.string().min(1).max(200) }),
  'library.remove': z.object({ id }),
  'library.restore': z.object({ id }),
  'library.annotate': z.object({
    id,
    notes: z.string().max(100_000).optional(),
    view: comparisonViewSchema.optional(),
  }),
  /** Turns the live view of the machine on or off. */
  'live.set': z.object({ on: z.boolean() }),
  'window.setFullScreen': z.object({ on: z.boolean() }),
} as const;
export type RequestName = keyof typeof requests;
export type RequestArgument<N extends RequestName> = z.infer<(typeof requests)[N]>;

/** Replies are made by our own main process: types only. */
export interface Replies {
  'app.info': AppInfo;
  'settings.get': Settings;
  'settings.set': Settings;
  'workloads.list': readonly WorkloadDescription[];
  'module.choose': { file: string } | null;
  'module.check': { title: string; items: number | null };
  'python.list': { interpreters: readonly PythonInterpreter[] };
  'compare.start': { id: string };
  'compare.stop': null;
  'compare.skip': null;
  'app.doctor': DoctorReport;
  'python.survey': { interpreters: readonly DoctorInterpreter[] };
  'profile.start': { id: string };
  'profile.processes': { processes: readonly RunningProcess[] };
  'profile.attach': { id: string };
  'profile.chooseFolder': { file: string } | null;
  'profile.chooseFile': { file: string } | null;
  'library.list': { comparisons: readonly LibraryEntry[]; recovered: readonly string[] };
  'library.open': ComparisonManifest;
  'library.stopReading': null;
  'library.choose': { file: string } | null;
  'library.save': { file: string } | null;
  'library.rename': null;
  'library.remove': null;
  'library.restore': null;
  'library.annotate': null;
  'live.set': null;
  'window.setFullScreen': null;
}

/** A request that failed: one sentence for the user. */
export type Reply<N extends RequestName> = { ok: true; value: Replies[N] } | { ok: false; message: string };

export interface AppInfo {
  readonly version: string;
  readonly machine: Machine;
  readonly capabilities: Capabilities;
  readonly library: string;
}

export interface WorkloadDescription {
  readonly id: string;
  /** In whose modes it runs; left out: JavaScript's. */
  readonly language?: 'python';
  readonly title: string;
  /** A few words behind the title: "computing, even slices". */
  readonly tagline: string;
  /** What to expect, and why: one paragraph. */
  readonly about: string;
  readonly items: { readonly default: number; readonly min: number; readonly max: number };
  /** What waits wants more workers than there are cores; left out: as many as there are. */
  readonly workers?: number;
  readonly parameters: readonly WorkloadParameter[];
}

export interface WorkloadParameter {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

/** From main to the window. */
export interface Notices {
  /** How far the comparison is. */
  'compare.progress': CompareProgress;
  /** A file was double-clicked, dropped on the icon, or given to a second start. */
  'open.file': { file: string };
  /** From the menu: a command of the window's own. */
  'menu.command': { command: WindowCommand };
  /** They were changed from the menu. */
  'settings.changed': Settings;
  /** Something went wrong outside a request (the recorder ended, the disk is full): one sentence. */
  trouble: { message: string };
}
export type NoticeName = keyof Notices;

export interface CompareProgress {
  readonly comparison: string;
  readonly state: 'running' | 'done' | 'stopped' | 'failed';
  /** Of the runs asked for. */
  readonly finishedRuns: number;
  readonly totalRuns: number;
  readonly current: { readonly mode: string; readonly repeat: number; readonly phase: string } | null;
  readonly manifest: ComparisonManifest | null;
}
