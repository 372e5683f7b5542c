import { join } from 'node:path';
import { batchesAhead, batchSize } from '../run/batch-size';
import { JobError } from '../run/failure';
import { itemInFlight } from '../run/item-in-flight';
import type { WorkerReport, WorkerSetup } from '../run/worker-session';
import type { WorkerProcess } from '../channel/worker-processes';
import { deferred, type Deferred } from '../run/deferred';
import { workerName, type ModeRun, type ModeSetup } from './mode-run';
import { workerEnded } from './worker-failures';
import { refuseUncloneableItems } from './uncloneable-items';
import type { FromWorker, ToProcess } from './worker-messages';

interface Batch {
  readonly first: number;
  readonly size: number;
}

interface PoolProcess {
  readonly worker: number;
  readonly process: WorkerProcess;
  readonly ready: Deferred<void>;
  readonly report: Deferred<WorkerReport>;
  /** Batches it has been sent and has not run, in order. */
  readonly batches: Batch[];
  toldToEnd: boolean;
}

/** A process that the user's own timers or sockets keep alive is ended after this. */
const exitPatienceMs = 3000;

/** A pool of processes that ask for batches of items. */
export async function processMode(setup: ModeSetup): Promise<ModeRun> {
  const { spec, processes } = setup;
  const pool: PoolProcess[] = [];
  const stop = async (): Promise<void> => {
    processes.killAll();
    await Promise.all(pool.map(({ process }) => process.ended));
  };
  try {
    const workers = Array.from({ length: spec.workers }, (_, worker) => worker);
    await Promise.all(workers.map(async (worker) => pool.push(await startProcess(setup, worker))));
    pool.sort((a, b) => a.worker - b.worker);
    await Promise.all(pool.map(({ ready }) => ready.promise));
  } catch (error) {
    await stop();
    throw error;
  }
  const dealer = new BatchDealer(setup.items, pool);
  return {
    work: () => {
      for (const { process } of pool) send(process, { type: 'go' });
      dealer.begin();
      return Promise.all(pool.map(({ report }) => report.promise));
    },
    finish: async () => {
      for (const { process } of pool) send(process, { type: 'exit' });
      const patience = setTimeout(() => processes.killAll(), exitPatienceMs);
      await Promise.all(pool.map(({ process }) => process.ended));
      clearTimeout(patience);
    },
    stop,
    loopNames: (worker) => ({ process: workerName(worker), thread: 'main' }),
  };
}

async function startProcess({ spec, epochNs, shared, processes }: ModeSetup, worker: number): Promise<PoolProcess> {
  const { folder, mode, workload } = spec;
  const process = await processes.spawn('process-worker', `Juggler ${workerName(worker)}`);
  const ready = deferred<void>();
  const report = deferred<WorkerReport>();
  const batches: Batch[] = [];
  const fail = (error: Error): void => {
    ready.reject(error);
    report.reject(error);
  };
  process.onMessage((received) => {
    const message = received as FromWorker;
    if (message.type === 'ready') ready.resolve();
    if (message.type === 'done') report.resolve(message.report);
    if (message.type === 'failed') fail(new JobError(message.failure));
  });
  void process.ended.then(({ code, reason }) => {
    const how = code === null ? `signal ${reason ?? 'unknown'}` : `exit code ${code}`;
    fail(workerEnded(worker, runningItem(join(folder, `${process.pid}-0.frames`), batches), how));
  });
  const setup: WorkerSetup = { folder, epochNs, worker, mode, workload, shared };
  send(process, { type: 'open', setup });
  return { worker, process, ready, report, batches, toldToEnd: false };
}

/** By the worker's own file; where that was not written in time, by what it had been sent, if that was one item. */
function runningItem(file: string, batches: readonly Batch[]): number | null {
  const only = batches.length === 1 && batches[0]!.size === 1 ? batches[0]!.first : null;
  return itemInFlight(file) ?? only;
}

const send = (process: WorkerProcess, message: ToProcess): void => process.send(message);

/** Gives batches of the one queue to whoever runs out. */
class BatchDealer {
  readonly #items: readonly unknown[];
  readonly #pool: readonly PoolProcess[];
  #next = 0;
  #tasks = 0;
  #ns = 0;

  constructor(items: readonly unknown[], pool: readonly PoolProcess[]) {
    this.#items = items;
    this.#pool = pool;
  }

  begin(): void {
    for (const worker of this.#pool) {
      worker.process.onMessage((received) => {
        const message = received as FromWorker;
        if (message.type === 'ran') this.#ran(worker, message.tasks, message.ns);
      });
      this.#supply(worker);
    }
  }

  #ran(worker: PoolProcess, tasks: number, ns: number): void {
    this.#tasks += tasks;
    this.#ns += ns;
    worker.batches.shift();
    this.#supply(worker);
  }

  #supply(worker: PoolProcess): void {
    const meanMs = this.#tasks === 0 ? null : this.#ns / this.#tasks / 1e6;
    try {
      while (worker.batches.length < batchesAhead(meanMs) && this.#next < this.#items.length)
        this.#sendBatch(worker, meanMs);
    } catch (error) {
      worker.report.reject(this.#refusal(error));
    }
    if (worker.batches.length > 0 || worker.toldToEnd) return;
    worker.toldToEnd = true;
    send(worker.process, { type: 'end' });
  }

  #sendBatch(worker: PoolProcess, meanMs: number | null): void {
    const size = batchSize(meanMs, this.#items.length - this.#next, this.#pool.length);
    const first = this.#next;
    send(worker.process, { type: 'batch', first, items: this.#items.slice(first, first + size) });
    this.#next += size;
    worker.batches.push({ first, size });
  }

  #refusal(error: unknown): Error {
    try {
      refuseUncloneableItems(this.#items, 'processes');
    } catch (refusal) {
      return refusal as Error;
    }
    return error instanceof Error ? error : new Error(String(error));
  }
}
