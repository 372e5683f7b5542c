import type { EventLoopOutcome } from '../trace/run';

/** The numbers of one run, or of a range of it. What was not measured is null, never zero. */
export interface RunNumbers {
  /** Of the work (or of the range): start-up is apart. */
  readonly wallMs: number;
  /** Null as long as the work has not begun. */
  readonly startupMs: number | null;
  readonly cpuMs: number | null;
  readonly startupCpuMs: number | null;
  /** CPU ÷ wall. */
  readonly coresUsed: number | null;
  /** coresUsed ÷ logical cores. */
  readonly machineShare: number | null;
  readonly cores: readonly { readonly core: number; readonly busyShare: number }[];
  readonly threads: readonly ThreadNumbers[];
  readonly eventLoops: readonly EventLoopOutcome[];
  readonly tasks: { readonly count: number; readonly maxInFlight: number; readonly meanMs: number | null };
}

export interface ThreadNumbers {
  readonly process: string;
  readonly pid: number | null;
  readonly tid: number | null;
  readonly name: string;
  readonly onCpuMs: number | null;
}
