/*
 * Between the runner (main process or CLI) and the host of a job (one process a run).
 *
 *   runner                         host
 *     | -- prepare --------------->|   load the workload, start its server, write its files: not timed
 *     |<-------------- prepared -- |
 *     | -- start ----------------->|   t = 0: load the module, create workers, work
 *     |<------------- finished -- |    (or `failed`), then the host exits with 0
 *
 * Bulk data does not go this way: every thread appends frames to a file of its own (`frames.ts`).
 */
import type { EventLoopOutcome, JobMode, PicklingOutcome, RunFailure } from '../trace/run';
import type { WorkloadChoice } from '../trace/comparison';

export interface JobSpec {
  readonly runId: string;
  /** Private folder of the run, mode 0700; workers make files `<pid>-<thread>.frames` in it. */
  readonly folder: string;
  readonly workload: WorkloadChoice;
  readonly mode: JobMode;
  readonly workers: number;
  readonly inFlight: number;
}

/**
 * What the host of a Python run is told beside: `src/workers/python`. Its messages are the same, as lines of JSON: to it on
 * descriptor 3, from it on descriptor 4.
 */
export interface PythonJobSpec extends JobSpec {
  /** Compiled Cython modules are kept in this folder. */
  readonly cache: string;
  /** Pid of the recorder, which asks the kernel what the job's threads wait for. */
  readonly recorder: number;
  /** Of the latency server, which the runner has started; null: the workload needs none. */
  readonly port: number | null;
}

/** From the runner to the host. Before `spec` nothing is known: a host that gets `check` only looks at a module. */
export type ToJob =
  | { readonly type: 'prepare'; readonly spec: JobSpec }
  | { readonly type: 'start' }
  /** End all workers, remove what was made for the run, exit. A host busy with synchronous work hears it too late: kill it. */
  | { readonly type: 'stop' }
  /** Load the user's module at this absolute path and answer `checked` or `failed`, then exit. */
  | { readonly type: 'check'; readonly file: string }
  | BrokerReply;

export type FromJob =
  | { readonly type: 'prepared' }
  | { readonly type: 'finished'; readonly result: JobResult }
  | { readonly type: 'failed'; readonly failure: RunFailure; readonly phase: 'prepare' | 'startup' | 'work' }
  | ModuleChecked
  | BrokerRequest;

/** `items`: null where it can't be told without running through an iterator. */
export interface ModuleChecked {
  readonly type: 'checked';
  readonly title: string;
  readonly items: number | null;
}

/*
 * A host that is an Electron utilityProcess can't fork others: it asks its parent, the main process.
 *
 *   host                                 main                               worker (utilityProcess)
 *    | -- spawn {id, entry, name} ------->|  utilityProcess.fork, MessageChannelMain
 *    |                                    | -- connect, [port1] -------------->|   first message on its parentPort
 *    |<- spawned {id, pid}, [port2] ------|   once 'spawn' was emitted         |
 *    |<======================= messages over the two ports =================>|
 *    | -- kill {id} --------------------->|
 *    |<- exited {id, code} ---------------|   always, also after `kill`; also when it could not be started
 *
 * When the host ends, main kills the workers it asked for. What workers print belongs to the run's output, as the
 * host's own. A host in plain Node forks its workers itself and sends none of these.
 */

/** Scripts that a host may ask for: `out/workers/<entry>.js`. */
export const brokerEntries = ['process-worker', 'latency-server'] as const;
export type BrokerEntry = (typeof brokerEntries)[number];

export type BrokerRequest =
  | { readonly type: 'spawn'; readonly id: number; readonly entry: BrokerEntry; readonly name: string }
  | { readonly type: 'kill'; readonly id: number };

/** `spawned` carries one MessagePort. `reason`: a sentence, where the process could not be started. */
export type BrokerReply =
  | { readonly type: 'spawned'; readonly id: number; readonly pid: number }
  | { readonly type: 'exited'; readonly id: number; readonly code: number | null; readonly reason?: string };

/** First message to a brokered worker, with one MessagePort. */
export interface BrokerConnect {
  readonly type: 'connect';
}

export interface JobResult {
  readonly items: number;
  readonly tasksFinished: number;
  readonly checksum: string;
  readonly startupCpuMs: number;
  readonly workCpuMs: number;
  /** Only where one thread ran all items. */
  readonly runnableMs?: number;
  readonly startupMs: number;
  readonly workMs: number;
  readonly eventLoops: readonly EventLoopOutcome[];
  /** Only of Python's processes. */
  readonly pickling?: PicklingOutcome;
  /** Sentences on what went wrong beside the work: recording stopped since the disk is full. */
  readonly notices: readonly string[];
}

/** First frame of a worker's file. `epochNs`: the run's t = 0 on CLOCK_MONOTONIC, as a decimal string. */
export interface ThreadHello {
  readonly epochNs: string;
  readonly role: 'host' | 'worker';
  /** Index in the pool; the host has one only where it works itself (serial, async). */
  readonly worker: number | null;
  readonly pid: number;
  readonly tid: number | null;
  readonly kind: 'process' | 'thread';
  /** How CPU time of a thread is read here; null: it can't be. */
  readonly threadCpu: 'clock' | 'schedstat' | null;
  /** Whether it runs an event loop; left out: it does, as every thread of JavaScript. */
  readonly loop?: boolean;
  /** What people call it; left out: by its index. */
  readonly name?: string;
}

export interface PhaseMark {
  readonly name: 'start' | 'workStart' | 'workEnd';
  readonly at: number;
  /** Only with `workStart`: number of items. */
  readonly items?: number;
}

export interface ThreadSummary {
  readonly at: number;
  readonly tasks: number;
  readonly loop: {
    readonly utilisation: number | null;
    readonly p50: number;
    readonly p99: number;
    readonly max: number;
  };
}

export type JobFailure = RunFailure & { readonly at: number };
