import type { OperationNumbers, WaitNumbers } from './operation-numbers';
import type { FunctionTimes } from './call-tree';
import type { StateTimes } from './thread-states';
import type { EventLoopOutcome } from '../trace/run';

/** The numbers of one run, or of a range of it. What was not measured is null, never zero. */
export interface RunNumbers {
  /** Of the work (or of the range): start-up is apart. */
  readonly wallMs: number;
  /** Null as long as the work has not begun. */
  readonly startupMs: number | null;
  readonly cpuMs: number | null;
  readonly startupCpuMs: number | null;
  /** Of all threads together; null: not known. */
  readonly stolenMs: number | null;
  /** CPU ÷ wall. */
  readonly coresUsed: number | null;
  /** coresUsed ÷ logical cores. */
  readonly machineShare: number | null;
  /** CPU time of the recorder itself; null: not known. */
  readonly recorderMs: number | null;
  /** Of one core. */
  readonly recorderShare: number | null;
  readonly cores: readonly CoreNumbers[];
  readonly threads: readonly ThreadNumbers[];
  /** Only where processes are all that is seen of a command. */
  readonly processes?: readonly ProcessNumbers[];
  readonly eventLoops: readonly EventLoopOutcome[];
  /** Of sampled threads, those with the longest time within themselves first; empty: none was sampled. */
  readonly functions: readonly FunctionTimes[];
  /** Of recorded commands, where agents told of any. */
  readonly operations: readonly OperationNumbers[];
  /** What those waited for. */
  readonly waits: readonly WaitNumbers[];
  readonly tasks: TaskNumbers;
}

/** Of a job its items; of a recorded command tasks of asyncio and Trio, and jobs of pools. */
export interface TaskNumbers {
  /** That ended in the range; of a command `failed` and `cancelled` are part of it, `unfinished` are not. */
  readonly count: number;
  readonly maxInFlight: number;
  /** From start to end. */
  readonly meanMs: number | null;
  readonly failed?: number;
  readonly cancelled?: number;
  readonly unfinished?: number;
  /** The names with the most. */
  readonly names?: readonly NamedTasks[];
}

export interface NamedTasks {
  readonly name: string;
  readonly count: number;
  readonly meanMs: number | null;
  readonly failed: number;
  readonly cancelled: number;
  readonly unfinished: number;
}

/** A process of a recorded command of whose threads nothing is known. */
export interface ProcessNumbers {
  readonly process: string;
  readonly pid: number | null;
  /** Null: it is none of the command's. */
  readonly parentPid: number | null;
  readonly cpuMs: number;
}

export interface CoreNumbers {
  readonly core: number;
  /** With anything; null: not measured. */
  readonly busyShare: number | null;
  /** With the recorded command; null: not recorded. */
  readonly targetShare: number | null;
}

export interface ThreadNumbers {
  readonly process: string;
  readonly pid: number | null;
  readonly tid: number | null;
  readonly name: string;
  readonly onCpuMs: number | null;
  /** It was on a core by the scheduler, and the hypervisor had taken that core away; null: not known. */
  readonly stolenMs: number | null;
  /** Null where the scheduler was not recorded. */
  readonly states: StateTimes | null;
}
