import type { Capabilities } from './capability';

/** How the items of a workload are run, in JavaScript. */
export const javaScriptModes = ['serial', 'async', 'threads', 'processes'] as const;
export type JavaScriptMode = (typeof javaScriptModes)[number];

/** And in Python. `to-thread`: `asyncio.to_thread`; `cython`: the compiled function on threads. */
export const pythonModes = [
  'serial',
  'asyncio',
  'to-thread',
  'threads',
  'processes',
  'trio',
  'unsync',
  'cython',
] as const;
export type PythonMode = (typeof pythonModes)[number];

/** All of them, each once. */
export const modes = [
  ...javaScriptModes,
  'asyncio',
  'to-thread',
  'trio',
  'unsync',
  'cython',
] as const satisfies readonly (JavaScriptMode | PythonMode)[];
export type JobMode = (typeof modes)[number];

/** What a mode is like, whatever the language. */
export interface ModeTraits {
  /** Its items are spread over as many threads or processes as there are workers. */
  readonly workers: boolean;
  /** One thread has many items in flight, as many as allowed. */
  readonly inFlight: boolean;
  /** It runs the same code as serial, so that as many times faster as there are workers is the most it can be. */
  readonly sameCode: boolean;
}

const oneAtATime = { workers: false, inFlight: false, sameCode: true } as const;
const onOneLoop = { workers: false, inFlight: true, sameCode: true } as const;
const onWorkers = { workers: true, inFlight: false, sameCode: true } as const;

export const modeTraits: Readonly<Record<JobMode, ModeTraits>> = {
  serial: oneAtATime,
  async: onOneLoop,
  threads: onWorkers,
  processes: onWorkers,
  asyncio: onOneLoop,
  'to-thread': onWorkers,
  trio: onOneLoop,
  // In its ambient loop; only what has no run_async goes to its threads.
  unsync: onOneLoop,
  cython: { ...onWorkers, sameCode: false },
};

/** Modes in which one event loop has the items in flight. */
export const loopModes = ['async', 'asyncio', 'trio', 'unsync'] as const satisfies readonly JobMode[];

/** A recorded command: each recording is a band of its own, its repeats are one. From `run 1` on. */
export type CommandMode = `run ${number}`;
/** A mode of Python where several interpreters run the same work: each has a band of its own. `threads · Python 3.13`. */
export type InterpreterMode = `${PythonMode} · Python ${string}`;
export type Mode = JobMode | InterpreterMode | CommandMode;

export const commandMode = (number: number): CommandMode => `run ${number}`;
export const isCommandMode = (mode: Mode): mode is CommandMode => mode.startsWith('run ');

/** A Python interpreter. */
export interface PythonChoice {
  /** Absolute path. */
  readonly path: string;
  /** `3.11.7`, or `3.14.0t` where it is built without the GIL. */
  readonly version: string;
}

export type WorkloadKind = 'built-in' | 'module' | 'command';

/** How a run ended. `stopped`: by the user or a time limit; what was recorded until then is kept. */
export type RunStatus = 'waiting' | 'recording' | 'done' | 'failed' | 'stopped' | 'recovered';

export interface RunFailure {
  /** One sentence: what happened, to which item, and what to do. */
  readonly message: string;
  readonly item?: number;
  /** The user's stack, if there is one. */
  readonly stack?: string;
  /** The last lines the job printed before it failed. */
  readonly output?: string;
}

/** Everything about a run but its columns: `manifest.json` of the run's folder. */
export interface RunManifest {
  readonly schema: 'juggler.run/1';
  readonly id: string;
  readonly mode: Mode;
  readonly workers: number;
  /** Most tasks in flight at once in modes that have several in one thread (`modeTraits`). */
  readonly inFlight: number;
  /** 1-based. */
  readonly repeat: number;
  readonly status: RunStatus;
  /** ISO 8601, wall clock, for people only. */
  readonly startedAt: string;
  readonly capabilities: Capabilities;
  readonly failure?: RunFailure;
  /** What ran it, where it is Python's; left out in recordings of before several could be compared. */
  readonly python?: PythonChoice;
  /** Only of recorded commands. */
  readonly command?: RecordedCommand;
  /** Present once the run has ended. */
  readonly outcome?: RunOutcome;
  /** The first item (by index) whose result is not that of the first finished run of the comparison. */
  readonly difference?: ResultDifference;
  /** How much of what happened is not in the recording; left out in recordings of before it was counted. */
  readonly lost?: LostCounts;
  /** Sentences on what went wrong beside the work: a file that could not be written, frames that were lost. */
  readonly notices?: readonly string[];
}

export interface LostCounts {
  /** Records of the scheduler, and what agents told only as a number; at least so many. Null: something was lost that nobody counted. */
  readonly events: number | null;
  /** CPU samples that were lost with threads that ended by force, at least; null: samples were taken, and how many are missing is not known. */
  readonly samples: number | null;
  /** What agents told only in part, since it came too fast, by its kind (`untoldThings`): how many; null: nobody counted. */
  readonly untold?: Readonly<Record<string, number | null>>;
}

/** What was started, and how it ended. */
export interface RecordedCommand {
  /** What the user calls it; the command line where there is no name. */
  readonly name: string;
  /** As it was typed, or its words quoted for a shell. */
  readonly line: string;
  readonly folder: string;
  /** Null while it runs; when a signal ended it; when it was attached to, or could not be started. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** It ran already: its process, and for how long it was to be looked at (null: until its end). Left away: it was started. */
  readonly attached?: { readonly pid: number; readonly seconds: number | null };
  /** µs between CPU samples, where they were asked for. */
  readonly samplesUs?: number;
  /** CLOCK_MONOTONIC at t = 0, ms: puts a program's own times on the recording's axis. */
  readonly monotonicMs?: number;
}

export interface ResultDifference {
  /** Id of the run it was compared with. */
  readonly against: string;
  /** Null: the checksums differ, but single results were not recorded to the end. */
  readonly item: number | null;
}

/** What the job itself said at its end; everything else is computed from the tracks. */
export interface RunOutcome {
  /** Null of a command: what it computes is its own. */
  readonly items: number | null;
  readonly tasksFinished: number | null;
  /** Order-independent checksum of all results, hexadecimal; null of a command. */
  readonly checksum: string | null;
  /** Process CPU time (user + system) of all processes of the job, by getrusage, in ms. */
  readonly startupCpuMs: number;
  /** Null of a command of which not every process could be seen: `capabilities.cpu` says why. */
  readonly workCpuMs: number | null;
  /** From `start` to `workStart`: creating workers, loading the module. */
  readonly startupMs: number;
  /** From `workStart` to `workEnd`. */
  readonly workMs: number;
  readonly eventLoops: readonly EventLoopOutcome[];
  /** Cores that other programs and the system used during the work; left out where that was not measured. */
  readonly othersCores?: number;
  /** For how long the thread that ran all items wanted a core and had none; left out where several ran them, or it was not measured. */
  readonly runnableMs?: number;
  /** Only of Python's processes. */
  readonly pickling?: PicklingOutcome;
  /** Last lines the job printed, and how many bytes there were in all. */
  readonly output: { readonly tail: string; readonly bytes: number };
}

/** What it took to send items to worker processes: times are of the worker for which it took longest. */
export interface PicklingOutcome {
  /** Both together: a batch may be packed while the one before it is unpacked. */
  readonly ms: number;
  /** In the job, for that worker. */
  readonly packMs: number;
  /** In the worker. */
  readonly unpackMs: number;
  /** Of all items, to all workers. */
  readonly bytes: number;
}

/** Of one event loop over the work. Percentiles are of `monitorEventLoopDelay`, its resolution taken off. */
export interface EventLoopOutcome {
  readonly process: string;
  readonly thread: string;
  readonly pid: number;
  readonly tid?: number;
  /** 0..1; null where the loop can't be seen: the main thread of an Electron process. */
  readonly utilisation: number | null;
  /** The user's function that its steps run; left out where it has no name of theirs. */
  readonly runs?: string;
  /** CPU time of its thread over the work; left out where it was not measured. */
  readonly cpuMs?: number;
  /** For how long its thread wanted a core and had none, by the kernel's account; left out where that is not kept. */
  readonly runnableMs?: number;
  readonly lagP50Ms: number;
  readonly lagP99Ms: number;
  readonly lagMaxMs: number;
}
