import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { itemOfWorker, sharedQueueMemory } from '../run/item-queue';
import { JobError } from '../run/failure';
import type { WorkerReport } from '../run/worker-session';
import { deferred, type Deferred } from '../run/deferred';
import { workerName, type ModeRun, type ModeSetup } from './mode-run';
import { threadDied, workerEnded } from './worker-failures';
import { refuseUncloneableItems } from './uncloneable-items';
import type { FromWorker, ThreadSetup, ToThread } from './worker-messages';

interface PoolThread {
  readonly thread: Worker;
  readonly ready: Deferred<void>;
  readonly report: Deferred<WorkerReport>;
  /** Also once it has ended. */
  readonly printed: Deferred<void>;
}

/** A pool of worker threads that pull items from one shared counter. */
export async function threadMode(setup: ModeSetup): Promise<ModeRun> {
  const { spec, items } = setup;
  const queue = sharedQueueMemory(spec.workers);
  const pool: PoolThread[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(pool.map(({ thread }) => thread.terminate()));
  };
  try {
    for (let worker = 0; worker < spec.workers; worker++) pool.push(startThread(setup, queue, worker));
    await Promise.all(pool.map(({ ready }) => ready.promise));
  } catch (error) {
    await stop();
    if (error instanceof Error && error.name === 'DataCloneError') refuseUncloneableItems(items, 'threads');
    throw error;
  }
  return {
    work: () => {
      for (const { thread } of pool) thread.postMessage({ type: 'go' } satisfies ToThread);
      return Promise.all(pool.map(({ report }) => report.promise));
    },
    finish: async () => {
      await Promise.all(pool.map(({ printed }) => printed.promise));
      // Not by itself: the user's own timers or sockets may keep it alive.
      await stop();
      await Promise.all(pool.map(({ thread }) => Promise.all([ended(thread.stdout), ended(thread.stderr)])));
    },
    stop,
    loopNames: (worker) => ({ process: 'job', thread: workerName(worker) }),
  };
}

function startThread(setup: ModeSetup, queue: SharedArrayBuffer, worker: number): PoolThread {
  const { spec, epochNs, shared, items } = setup;
  const { folder, mode, workload } = spec;
  const workerData: ThreadSetup = { folder, epochNs, worker, mode, workload, shared, items, queue };
  const thread = new Worker(join(setup.entries, 'thread-worker.js'), { workerData, name: workerName(worker) });
  const ready = deferred<void>();
  const report = deferred<WorkerReport>();
  const printed = deferred<void>();
  const fail = (error: Error): void => {
    ready.reject(error);
    report.reject(error);
  };
  thread.on('message', (message: FromWorker) => {
    if (message.type === 'ready') ready.resolve();
    if (message.type === 'done') report.resolve(message.report);
    if (message.type === 'printed') printed.resolve();
    if (message.type === 'failed') fail(new JobError(message.failure));
  });
  thread.on('error', (error: unknown) => fail(threadDied(worker, itemOfWorker(queue, worker), error)));
  thread.on('exit', (code) => {
    fail(workerEnded(worker, itemOfWorker(queue, worker), `exit code ${code}`));
    printed.resolve();
  });
  return { thread, ready, report, printed };
}

/** Nobody reads the host's output: the run isn't held up for that. */
const outputPatienceMs = 2000;

/** What a thread printed goes through this process: until the last of it has gone on to the host's own output. */
const ended = (output: Readable): Promise<void> =>
  Promise.race([finished(output).catch(() => {}), sleep(outputPatienceMs)]);
