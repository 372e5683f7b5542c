import type { Machine } from './machine';
import type { JobMode, Mode, PythonChoice, PythonMode, RunManifest, WorkloadKind } from './run';

/** What is run, in every mode alike. */
export interface WorkloadChoice {
  readonly kind: WorkloadKind;
  /** The built-in's id, or the absolute path of the user's module. */
  readonly id: string;
  readonly title: string;
  /** Number of items; null: as many as the module gives. */
  readonly items: number | null;
  readonly seed: number;
  readonly parameters: Readonly<Record<string, number>>;
  /** Only of Python workloads: the interpreter that runs them; of several the first. */
  readonly python?: PythonChoice;
}

/** One of several interpreters that run the same work. */
export interface InterpreterChoice extends PythonChoice {
  /** Tells it from the others: `3.13`, `3.14t`. */
  readonly name: string;
  /** Of the modes asked for those that it runs: a package may be missing in one of them. */
  readonly modes: readonly PythonMode[];
}

/** What the user asks for. */
export interface ComparisonSpec {
  readonly workload: WorkloadChoice;
  /** Of a command: none. */
  readonly modes: readonly JobMode[];
  /** Two or more that are compared; left out: `workload.python` alone. */
  readonly interpreters?: readonly InterpreterChoice[];
  readonly workers: number;
  readonly inFlight: number;
  readonly repeats: number;
  /** A run that takes longer is stopped; null: never. */
  readonly timeLimitMs: number | null;
}

/** How the picture was left: saved with the comparison. */
export interface ComparisonView {
  readonly baseline: Mode | null;
  readonly includeStartup: boolean;
  readonly order: readonly Mode[];
  readonly collapsed: readonly Mode[];
  readonly hidden: readonly Mode[];
  readonly pinned: readonly Mode[];
  /** Nanos; null: everything. */
  readonly viewport: { readonly start: number; readonly end: number } | null;
  readonly selection: { readonly start: number; readonly end: number } | null;
  /** What of each run stands at t = 0: `start`, `work`, or `mark:` and a name. Left out: its start. */
  readonly align?: string;
  /** Threads, as `pid:tid`. */
  readonly pinnedThreads?: readonly string[];
  readonly hiddenThreads?: readonly string[];
}

/** The document: `comparison.json` of a comparison's folder or file. */
export interface ComparisonManifest {
  readonly schema: 'juggler.comparison-file/1';
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly version: string;
  readonly machine: Machine;
  readonly spec: ComparisonSpec;
  /** In the order they were run; each has a folder `runs/<id>`. */
  readonly runs: readonly RunManifest[];
  readonly notes: string;
  readonly view: ComparisonView | null;
}
