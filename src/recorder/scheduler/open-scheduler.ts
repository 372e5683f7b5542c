import type { Capability } from '../../core/trace/capability';
import type { FollowLimits } from './follow-records';
import type { Hidden } from './hidden-processes';
import { startOf } from '../proc/process-start';
import { MissingScheduler } from './missing-scheduler';
import { PerfScheduler } from './perf-scheduler';
import { PortableScheduler } from './portable-scheduler';
import { refusalOf, refusalSentence, unlockCommand } from './refusal-reason';
import { SampledScheduler } from './sampled-scheduler';
import type { SchedulerSink } from './sink';

/** What is to be watched. */
export interface SchedulerTarget {
  /** It runs already: it, and all that it has started, are watched from now on. Else it waits to execute its program (`launchStopped`). */
  readonly runs?: boolean;
  readonly pid: number;
  /** CLOCK_MONOTONIC, ns. */
  readonly epochNs: bigint;
  readonly name: string;
  readonly limits: FollowLimits;
  /** For the kernel's records of each CPU, a power of two; left away: as many as there is room for. */
  readonly ringPages?: number;
  /**
   * A word that only the environment of this target has, and with it that of all it starts, unless they clear it: so those are
   * found whose parents have ended unseen. Null: it runs already, and has none.
   */
  readonly mark: string | null;
}

/** A source of intervals while a program runs. It works by itself until it is closed. */
export interface OpenScheduler {
  readonly capability: Capability;
  /** The program began, and all its threads have ended. */
  readonly over: boolean;
  /** Processes that are alive. */
  readonly pids: readonly number[];
  /** Whether the process that has a number now is one of them: the number may have been given to another one since then. */
  owns(pid: number): boolean;
  readonly counts: { readonly switches: number; readonly lost: number; readonly left: number };
  /** Processes that got other rights than their user's, and can't be seen since then. */
  readonly hidden: Hidden;
  /** Only where it tells the CPU time of processes, and nothing of their threads. */
  readonly processTimes?: ProcessTimes;
  /** Takes in what has come. */
  poll(): void;
  /** Takes in the rest, and tells everything it holds. */
  close(): void;
}

/** When CPU time of processes was looked at; ns after the epoch. */
export interface ProcessTimes {
  /** On average. */
  readonly periodMs: number;
  readonly from: number;
  readonly until: number;
  /** Lives of all processes together: as far as they were looked at, and an estimate of what came after the last look at each. */
  readonly seenNs: number;
  readonly unseenNs: number;
  /** How many there were at the last look. */
  readonly alive: number;
}

/** Accounts of threads, names, reasons to wait, and starts of processes are read there (Linux). */
export const hasProc = (): boolean => startOf(process.pid) !== null;

export const withoutProc = 'There is no /proc, where the kernel’s accounts of threads and processes are read.';

/** Best first. A name of them in JUGGLER_SCHEDULER begins the ladder there: for tests, and to see what others see. */
const rungs = ['perf', 'sampled', 'portable', 'none'] as const;
export type Rung = (typeof rungs)[number];

/** Where the ladder begins: where JUGGLER_SCHEDULER says, if it names a rung. */
export function wantedRung(word = process.env['JUGGLER_SCHEDULER']): Rung {
  return rungs.find((one) => one === word) ?? 'perf';
}

/** What is wrong with JUGGLER_SCHEDULER; null: nothing. The program runs all the same. */
export function rungNotice(word = process.env['JUGGLER_SCHEDULER']): string | null {
  if (word === undefined || rungs.some((one) => one === word)) return null;
  return `JUGGLER_SCHEDULER is “${word}”, which is none of ${rungs.join(', ')}: the best source was taken.`;
}

/** The best source that this machine allows; its capability says which, and why no better one. */
export function openScheduler(
  target: SchedulerTarget,
  sink: SchedulerSink,
  wanted: Rung = wantedRung(),
): OpenScheduler {
  try {
    return openBest(target, sink, wanted);
  } catch (error) {
    // A program is run whether it can be watched or not.
    const message = error instanceof Error ? error.message : String(error);
    return new MissingScheduler(target, `What its threads and processes do can’t be seen (${message}).`);
  }
}

function openBest(target: SchedulerTarget, sink: SchedulerSink, wanted: Rung): OpenScheduler {
  if (wanted === 'none')
    return new MissingScheduler(target, 'JUGGLER_SCHEDULER turns it off.', 'Leave JUGGLER_SCHEDULER away.');
  if (wanted === 'portable') {
    const remedy = 'Leave JUGGLER_SCHEDULER away.';
    return new PortableScheduler(target, sink, 'JUGGLER_SCHEDULER turns what Linux tells of threads off.', remedy);
  }
  let why = `JUGGLER_SCHEDULER asks for it. To unlock it: leave it away, and ${unlockCommand}`;
  if (wanted === 'perf') {
    try {
      return new PerfScheduler(target, sink);
    } catch (error) {
      why = refusalSentence(refusalOf(error));
    }
  }
  if (process.platform !== 'linux') {
    const reason = `What threads do can be seen on Linux only, not on ${process.platform}.`;
    return new PortableScheduler(target, sink, reason);
  }
  if (!hasProc()) return new MissingScheduler(target, `${withoutProc} ${why}`);
  try {
    return new SampledScheduler(target, sink, why);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return new PortableScheduler(target, sink, `The accounts of threads in /proc can't be read (${message}).`, why);
  }
}
