import { Piscina } from 'piscina';
import { Tinypool } from 'tinypool';

/**
 * Other people's pools. Each resolves to { run(items), close() }: workers are up and have loaded the task before the
 * clock starts, as ours have.
 */
export const rivals = {
  threads: {
    tinypool: (file, workers) => ofTinypool({ filename: file, runtime: 'worker_threads' }, workers),
    piscina: (file, workers) => ofPiscina(file, workers),
  },
  processes: {
    tinypool: (file, workers) => ofTinypool({ filename: file, runtime: 'child_process' }, workers),
  },
};

async function ofTinypool(options, workers) {
  const pool = new Tinypool({ ...options, minThreads: workers, maxThreads: workers, isolateWorkers: false });
  await warmUp((item) => pool.run(item), workers);
  return { run: (items) => Promise.all(items.map((item) => pool.run(item))), close: () => pool.destroy() };
}

async function ofPiscina(filename, workers) {
  const pool = new Piscina({ filename, minThreads: workers, maxThreads: workers });
  await warmUp((item) => pool.run(item), workers);
  return { run: (items) => Promise.all(items.map((item) => pool.run(item))), close: () => pool.destroy() };
}

/** Several a worker, so that none is left out. */
const warmUp = (run, workers) => Promise.all(Array.from({ length: workers * 4 }, () => run(1)));
