/** A row with an identity. Ids are unique within one recording and are given by the recorder in order of appearance. */
export type LaneId = number;

export type LaneKind = 'machine' | 'core' | 'process' | 'thread' | 'loop';

/** Name of the lane of a thread that is the agent's own, and not the program's. */
export const agentThreadName = 'Juggler’s agent';

/**
 * ```
 * machine                 (one, holds run-wide tracks)
 * core 0 … core n-1
 * process                 the host of the job, or one worker process
 *   thread                a JavaScript thread that runs tasks, or a native thread that used CPU time
 *     loop                its event loop
 * ```
 */
export interface Lane {
  readonly id: LaneId;
  readonly kind: LaneKind;
  readonly name: string;
  readonly parent: LaneId | null;
  readonly pid?: number;
  /** Native thread id (Linux). */
  readonly tid?: number;
  /** Index of the worker in its pool, from 0; absent on lanes that run no tasks. */
  readonly worker?: number;
  /** Logical core number, on lanes of kind `core`. */
  readonly core?: number;
}
