import type { EventLoopOutcome, JavaScriptMode } from '../../core/trace/run';
import type { JobSpec } from '../../core/protocol/job';
import type { WorkerProcesses } from '../channel/worker-processes';
import type { ThreadMeasurement } from '../measure/thread-measurement';
import type { LoopSummary } from '../measure/loop-sampler';
import type { Work } from '../module/open-work';
import type { WorkerReport } from '../run/worker-session';

/** What a mode has to work with, once the items are there. */
export interface ModeSetup {
  readonly spec: JobSpec;
  readonly epochNs: string;
  readonly shared: unknown;
  readonly work: Work;
  readonly items: readonly unknown[];
  readonly measurement: ThreadMeasurement;
  readonly processes: WorkerProcesses;
  /** Folder of the built entries. */
  readonly entries: string;
}

/** One run in one mode, its workers ready. */
export interface ModeRun {
  /** All items. @throws {ItemError | JobError} when one fails or a worker ends too early. */
  work(): Promise<readonly WorkerReport[]>;
  /** Lets workers end in order; after `stop` there is nothing to wait for. */
  finish(): Promise<void>;
  /** Ends all workers at once. */
  stop(): Promise<void>;
  /** Names of process and thread of a worker, for people. */
  loopNames(worker: number): { readonly process: string; readonly thread: string };
}

/** Creates the workers of a mode and waits until all are ready: start-up. */
export type StartMode = (setup: ModeSetup) => Promise<ModeRun>;
export type ModeStarts = Readonly<Record<JavaScriptMode, StartMode>>;

/** Workers are counted from 1 where people read. */
export const workerName = (worker: number): string => `worker ${worker + 1}`;

export function loopOutcome(
  names: { readonly process: string; readonly thread: string },
  thread: { readonly pid: number; readonly tid: number | null },
  loop: LoopSummary,
): EventLoopOutcome {
  return {
    ...names,
    pid: thread.pid,
    ...(thread.tid === null ? {} : { tid: thread.tid }),
    utilisation: loop.utilisation,
    ...(loop.cpu === null ? {} : { cpuMs: loop.cpu / 1e6 }),
    ...(loop.runDelay === null ? {} : { runnableMs: loop.runDelay / 1e6 }),
    lagP50Ms: loop.p50 / 1e6,
    lagP99Ms: loop.p99 / 1e6,
    lagMaxMs: loop.max / 1e6,
  };
}
