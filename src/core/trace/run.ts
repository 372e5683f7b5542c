import type { Capabilities } from './capability';

export const modes = ['serial', 'async', 'threads', 'processes'] as const;
export type Mode = (typeof modes)[number];

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
  /** Most tasks in flight at once in mode `async`. */
  readonly inFlight: number;
  /** 1-based. */
  readonly repeat: number;
  readonly status: RunStatus;
  /** ISO 8601, wall clock, for people only. */
  readonly startedAt: string;
  readonly capabilities: Capabilities;
  readonly failure?: RunFailure;
  /** Present once the run has ended. */
  readonly outcome?: RunOutcome;
  /** The first item (by index) whose result is not that of the first finished run of the comparison. */
  readonly difference?: ResultDifference;
  /** Sentences on what went wrong beside the work: a file that could not be written, frames that were lost. */
  readonly notices?: readonly string[];
}

export interface ResultDifference {
  /** Id of the run it was compared with. */
  readonly against: string;
  /** Null: the checksums differ, but single results were not recorded to the end. */
  readonly item: number | null;
}

/** What the job itself said at its end; everything else is computed from the tracks. */
export interface RunOutcome {
  readonly items: number;
  readonly tasksFinished: number;
  /** Order-independent checksum of all results, hexadecimal. */
  readonly checksum: string;
  /** Process CPU time (user + system) of all processes of the job, by getrusage, in ms. */
  readonly startupCpuMs: number;
  readonly workCpuMs: number;
  /** From `start` to `workStart`: creating workers, loading the module. */
  readonly startupMs: number;
  /** From `workStart` to `workEnd`. */
  readonly workMs: number;
  readonly eventLoops: readonly EventLoopOutcome[];
  /** Last lines the job printed, and how many bytes there were in all. */
  readonly output: { readonly tail: string; readonly bytes: number };
}

/** Of one event loop over the work. Percentiles are of `monitorEventLoopDelay`, its resolution taken off. */
export interface EventLoopOutcome {
  readonly process: string;
  readonly thread: string;
  readonly pid: number;
  readonly tid?: number;
  /** 0..1; null where the loop can't be seen: the main thread of an Electron process. */
  readonly utilisation: number | null;
  readonly lagP50Ms: number;
  readonly lagP99Ms: number;
  readonly lagMaxMs: number;
}
