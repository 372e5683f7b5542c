/*
 * The recorder is one process of its own. Its owner (main process or CLI) sends requests and gets one reply each;
 * viewers (the window, over a MessagePort; the CLI, over the same channel) get a stream of `RecorderEvent`s.
 */
import type { DoctorReport } from './doctor';
import type { ComparisonManifest, ComparisonView } from '../trace/comparison';
import type { PackedChunk } from '../trace/pack-chunk';
import type { RunFailure, RunManifest } from '../trace/run';
import type { RunNumbers } from '../analysis/run-numbers';
import type { Machine } from '../trace/machine';

/** Where the threads of a run write, and who reads it. */
export interface BegunRun {
  readonly folder: string;
  /** Pid of the recorder. */
  readonly recorder: number;
}

/** Name, argument and reply of every request. */
export interface RecorderRequests {
  /** Describe the machine; where comparisons live. */
  hello: { argument: { library: string; version: string; electron: string | null }; reply: { machine: Machine } };
  /** What can be seen on this machine, how well, and what would unlock the rest: tried at every request. */
  doctor: { argument: null; reply: DoctorReport };
  /** Start or stop the live view of the machine (`live` events). */
  live: { argument: { on: boolean }; reply: null };
  /** `folder`: null where nothing can be saved (`trouble` says why): the comparison is in memory only. */
  createComparison: { argument: { manifest: ComparisonManifest }; reply: { folder: string | null } };
  /** Takes a `.juggler` file into the library, as a comparison of its own. */
  import: { argument: { file: string; id: string }; reply: { manifest: ComparisonManifest } };
  /** One of the library gets more runs. */
  continueComparison: { argument: { comparison: string }; reply: null };
  /** A run begins: tailing starts in `folder`, made for the frames of its threads. `pid` is that of the job's host. */
  beginRun: { argument: { comparison: string; run: RunManifest; pid: number }; reply: BegunRun };
  /** The job has ended: read what is left, close the files, compute the numbers. */
  endRun: {
    argument: {
      comparison: string;
      run: string;
      status: 'done' | 'failed' | 'stopped';
      failure: RunFailure | null;
      outcome: RunManifest['outcome'] | null;
      /** What the job and the runner have to say beside the result: added to the manifest's. */
      notices: readonly string[];
    };
    /** Whether results differ from those of the first finished run: `manifest.difference`. */
    reply: { manifest: RunManifest; numbers: RunNumbers | null };
  };
  /**
   * Starts a command, records it and all it starts until the last of them has ended, and closes the run. Where it can't
   * be started the run has failed, and says why.
   */
  runCommand: {
    argument: { comparison: string; run: RunManifest; command: CommandLaunch };
    reply: { manifest: RunManifest; numbers: RunNumbers | null };
  };
  /**
   * Records a process that runs already, and all it has started, for a time or until it ends, and leaves it as it is. Where
   * it can't be recorded the run has failed, and says why.
   */
  attach: {
    argument: { comparison: string; run: RunManifest; process: Attachment };
    reply: { manifest: RunManifest; numbers: RunNumbers | null };
  };
  /** What could be attached to: programs of this user, busiest first. Takes a moment, in which their CPU time is measured. */
  processes: { argument: null; reply: { processes: readonly RunningProcess[] } };
  /** Ends the command's whole tree, or leaves the process alone that was attached to; what was recorded is kept. */
  stopCommand: { argument: { comparison: string; run: string }; reply: null };
  /** Hands a signal on that the recorder's process got. Does nothing to a process that was attached to. */
  passOnSignal: { argument: { comparison: string; run: string; signal: string }; reply: null };
  /** All runs of a comparison are over. */
  finishComparison: { argument: { comparison: string }; reply: { manifest: ComparisonManifest } };
  list: { argument: null; reply: { comparisons: readonly LibraryEntry[]; recovered: readonly string[] } };
  /** Read a comparison from the library or a file and stream it to viewers (`comparison`, then `chunk`s). */
  open: {
    /**
     * `quiet`: only the manifest, nothing is streamed. `stream`: comes back with the events. `as`: the id that a file's comparison
     * gets, as the file may hold any, also that of another comparison.
     */
    argument: { source: { id: string } | { file: string; as?: string }; stream?: string; quiet?: boolean };
    reply: { manifest: ComparisonManifest };
  };
  /** What `open` reads of a comparison is enough: what has come is kept, and its runs say so. */
  stopReading: { argument: { id: string }; reply: null };
  save: { argument: { id: string; file: string }; reply: null };
  rename: { argument: { id: string; name: string }; reply: null };
  annotate: { argument: { id: string; notes?: string; view?: ComparisonView }; reply: null };
  /** Moves it to the library's trash; `restore` brings it back until the trash is emptied at the next start. */
  remove: { argument: { id: string }; reply: null };
  restore: { argument: { id: string }; reply: null };
}
export type RecorderRequestName = keyof RecorderRequests;

/** How a command is started. */
export interface CommandLaunch {
  readonly argv: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /**
   * `terminal`: the recorder's own input and outputs are the program's, and signals of the terminal reach it; `result`: the same,
   * but what it prints goes to stderr; `captured`: it reads nothing, and what it prints comes as `output` events.
   */
  readonly stdio: 'terminal' | 'result' | 'captured';
  readonly detail: CommandDetail;
  /** Another one follows: what the recorder's process has inherited is kept for that. */
  readonly more?: boolean;
}

/** A process that runs already. */
export interface Attachment {
  readonly pid: number;
  /** For how long it is recorded; null: until it ends, or somebody stops it. */
  readonly seconds: number | null;
}

/** What agents tell beside what costs nothing. */
export interface CommandDetail {
  /** µs between samples of what each thread of Node or Python runs; null: none. */
  readonly samplesUs: number | null;
  /** Count promises: code that does little but await takes 2 to 4 times as long. */
  readonly promises: boolean;
  /** An event loop that does not turn for longer is told as blocked. */
  readonly blockedMs: number;
}

export const usualDetail: CommandDetail = { samplesUs: null, promises: false, blockedMs: 20 };

export interface RunningProcess {
  readonly pid: number;
  readonly name: string;
  /** Command line. */
  readonly line: string;
  /** Since the last look; 1 is one core fully used. */
  readonly coreShare: number;
}

export interface LibraryEntry {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly workload: string;
  readonly summary: string;
  readonly bytes: number;
  readonly recovered: boolean;
}

export type ToRecorder = {
  [K in RecorderRequestName]: {
    readonly call: number;
    readonly name: K;
    readonly argument: RecorderRequests[K]['argument'];
  };
}[RecorderRequestName];

export type FromRecorder =
  | { readonly type: 'reply'; readonly call: number; readonly value: unknown }
  | { readonly type: 'error'; readonly call: number; readonly message: string }
  | { readonly type: 'event'; readonly event: RecorderEvent }
  /** Something went wrong that no request answers (the disk is full): one sentence, said once. */
  | { readonly type: 'trouble'; readonly message: string };

/** What viewers are told. */
export type RecorderEvent =
  /** All data of a comparison follow, from their start. `stream`: of the `open` that asked; null: it is being recorded. */
  | { readonly type: 'comparison'; readonly manifest: ComparisonManifest; readonly stream: string | null }
  | { readonly type: 'run'; readonly comparison: string; readonly manifest: RunManifest }
  | {
      readonly type: 'chunk';
      readonly comparison: string;
      readonly run: string;
      readonly chunk: PackedChunk;
      /** When the newest data in it was written, CLOCK_MONOTONIC ms, for the latency benchmark. */
      readonly writtenAtMs: number;
    }
  | {
      /** A recorded command printed something. */
      readonly type: 'output';
      readonly comparison: string;
      readonly run: string;
      readonly stream: 'stdout' | 'stderr';
      readonly text: string;
      /** After the run's t = 0. */
      readonly atMs: number;
    }
  /** How much a run takes on disk so far; about once a second. */
  | { readonly type: 'saved'; readonly comparison: string; readonly run: string; readonly bytes: number }
  | { readonly type: 'opened'; readonly comparison: string; readonly stream: string }
  /** What `list` answers has changed without a request: another recorder has finished a comparison, or died in one. */
  | { readonly type: 'library' }
  | { readonly type: 'live'; readonly sample: LiveSample };

/** The machine now: for Home. */
export interface LiveSample {
  /** CLOCK_MONOTONIC, ms. */
  readonly atMs: number;
  /** Busy share of each core over the last `periodMs`, 0..1. */
  readonly cores: readonly number[];
  readonly periodMs: number;
  /** Busiest first, at most 12; sent about once a second. */
  readonly processes?: readonly LiveProcess[];
}

export interface LiveProcess {
  readonly pid: number;
  readonly name: string;
  /** 1 is one core fully used; more with several threads. */
  readonly coreShare: number;
  readonly machineShare: number;
  readonly memoryBytes: number;
  readonly own: boolean;
}
