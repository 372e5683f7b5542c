import type { RunFailure } from '../../core/trace/run';
import type { WorkerReport, WorkerSetup } from '../run/worker-session';

/** To a worker thread it is `workerData`. */
export interface ThreadSetup extends WorkerSetup {
  readonly items: readonly unknown[];
  /** See `sharedQueueMemory`. */
  readonly queue: SharedArrayBuffer;
}

export type ToThread = { readonly type: 'go' };

export type ToProcess =
  | { readonly type: 'open'; readonly setup: WorkerSetup }
  | { readonly type: 'go' }
  /** Items `first`, `first + 1`, …; the first batch comes after `go`. */
  | { readonly type: 'batch'; readonly first: number; readonly items: readonly unknown[] }
  /** No more batches: report. */
  | { readonly type: 'end' }
  /** The report has arrived. */
  | { readonly type: 'exit' };

export type FromWorker =
  | { readonly type: 'ready' }
  /** A process has run a batch. */
  | { readonly type: 'ran'; readonly tasks: number; readonly ns: number }
  | { readonly type: 'done'; readonly report: WorkerReport }
  /** A thread, after its report: what it printed has reached the host. */
  | { readonly type: 'printed' }
  | { readonly type: 'failed'; readonly failure: RunFailure };
