import type { Capability } from '../../core/trace/capability';
import type { FollowLimits } from './follow-records';
import { PerfScheduler } from './perf-scheduler';
import type { SchedulerSink } from './sink';

/** What is to be watched: a process that has not executed its program yet (`launchStopped`). */
export interface SchedulerTarget {
  readonly pid: number;
  /** CLOCK_MONOTONIC, ns. */
  readonly epochNs: bigint;
  readonly name: string;
  readonly limits: FollowLimits;
}

/** A source of intervals while a program runs. It works by itself until it is closed. */
export interface OpenScheduler {
  readonly capability: Capability;
  /** The program began, and all its threads have ended. */
  readonly over: boolean;
  /** Processes that are alive. */
  readonly pids: readonly number[];
  readonly counts: { readonly switches: number; readonly lost: number; readonly left: number };
  /** Takes in what has come. */
  poll(): void;
  /** Takes in the rest, and tells everything it holds. */
  close(): void;
}

export function openScheduler(target: SchedulerTarget, sink: SchedulerSink): OpenScheduler {
  return new PerfScheduler(target, sink);
}
