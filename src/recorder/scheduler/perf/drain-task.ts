import type { MessagePort } from 'node:worker_threads';
import type { Span } from './records';
import type { RingPlace } from './ring-reader';

/** Behind this what comes waits in the rings: some 10 s of a storm of 800,000 records a second. */
export const mostWaitingBytes = 256 * 2 ** 20;

/** What a thread that empties rings is started with. */
export interface DrainTask {
  readonly places: readonly RingPlace[];
  /** ns of CLOCK_MONOTONIC */
  readonly epoch: number;
  /** One `DrainState`, and how many KiB wait to be gone through. */
  readonly shared: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** Places in the shared memory. */
export const stateAt = 0;
export const waitingAt = 1;

/** Who empties the rings: the recorder's own thread until it says `go`, and from `over` on. */
export const drainStates = { starting: 0, ready: 1, go: 2, stop: 3, over: 4 } as const;

/** What one round has found. */
export interface DrainedRound {
  /** When it began, ns after the epoch. */
  readonly at: number;
  readonly readings: readonly {
    readonly ring: number;
    readonly bytes: ArrayBuffer;
    readonly span: Span;
    readonly isFull: boolean;
  }[];
}
