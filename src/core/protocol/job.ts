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
import type { EventLoopOutcome, Mode, RunFailure } from '../trace/run';
import type { WorkloadChoice } from '../trace/comparison';

export interface JobSpec {
  readonly runId: string;
  /** Private folder of the run, mode 0700; workers make files `<pid>-<thread>.frames` in it. */
  readonly folder: string;
  readonly workload: WorkloadChoice;
  readonly mode: Mode;
  readonly workers: number;
  readonly inFlight: number;
}

export type ToJob = { readonly type: 'prepare'; readonly spec: JobSpec } | { readonly type: 'start' };

export type FromJob =
  | { readonly type: 'prepared' }
  | { readonly type: 'finished'; readonly result: JobResult }
  | { readonly type: 'failed'; readonly failure: RunFailure; readonly phase: 'prepare' | 'startup' | 'work' };

export interface JobResult {
  readonly items: number;
  readonly tasksFinished: number;
  readonly checksum: string;
  readonly startupCpuMs: number;
  readonly workCpuMs: number;
  readonly startupMs: number;
  readonly workMs: number;
  readonly eventLoops: readonly EventLoopOutcome[];
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
  readonly loop: { readonly utilisation: number; readonly p50: number; readonly p99: number; readonly max: number };
}

export type JobFailure = RunFailure & { readonly at: number };
