/*
 * Tasks a second of our pools against tinypool and piscina, on the same task files with as many workers. One repeat is
 * one pass of all of them in turn, so that the machine's noise hits all alike. A figure is of the fastest pass: what
 * else goes on in a machine only ever makes a pass slower.
 * "Not recorded" is the same code built with a recorder of tasks that does nothing (pools/no-recorder.ts).
 */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { say } from '../../scripts/lib/say.mjs';
import { buildForNode } from './build.mjs';
import { runJob } from './pools/our-pool.mjs';
import { rivals } from './pools/rivals.mjs';
import { row } from './row.mjs';
import { median } from './statistics.mjs';

export const name = 'pools';
export const title = 'Pools: tasks a second';

const repeats = 7;
const entries = {
  'job-host': 'src/workers/job-host.ts',
  'thread-worker': 'src/workers/thread-worker.ts',
  'process-worker': 'src/workers/process-worker.ts',
  'latency-server': 'src/workers/latency-server.ts',
};
const tasks = { tiny: 'tiny', even: '1 ms', uneven: 'uneven, 1 ms on average' };

export async function measure() {
  // Built alike, so that nothing but the recorder differs.
  const recorded = await buildForNode('recorded', entries);
  const notRecorded = await buildForNode('not-recorded', entries, {
    'src/workers/measure/task-recorder.ts': 'test/bench/pools/no-recorder.ts',
  });
  const workers = Math.max(2, cpus().length);
  const rows = [];
  for (const [task, what] of Object.entries(tasks)) {
    const file = join(import.meta.dirname, 'tasks', `${task}.mjs`);
    const { items, run } = await import(pathToFileURL(file).href);
    const list = items();
    for (const [mode, others] of Object.entries(rivals)) {
      const contestants = {
        recorded: () => ofOurs({ entries: recorded, file, mode, workers }),
        'not recorded': () => ofOurs({ entries: notRecorded, file, mode, workers }),
        ...Object.fromEntries(
          Object.entries(others).map(([rival, open]) => [rival, () => ofRival(open, file, workers, list, run)]),
        ),
      };
      rows.push(...(await race(`${mode}, ${what}`, contestants, list.length)));
    }
  }
  return [...rows, await costOfATask()];
}

async function race(what, contestants, count) {
  const seconds = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const [name, run] of Object.entries(contestants)) seconds[name].push(await run());
  }
  const rate = Object.fromEntries(Object.entries(seconds).map(([name, all]) => [name, count / Math.min(...all)]));
  const { recorded, 'not recorded': notRecorded, ...others } = rate;
  const [best] = Object.entries(others).sort(([, a], [, b]) => b - a);
  say(
    `  ${what}: ${Object.entries(rate)
      .map(([name, value]) => `${name} ${Math.round(value)}`)
      .join(', ')} tasks/s`,
  );
  return [
    ...Object.entries(rate).map(([name, value]) => row(`${what}: ${labels[name] ?? name}`, value, 'tasks/s')),
    row(`${what}: recorded, against the best other`, recorded / best[1], '×', { min: 0.9, note: best[0] }),
    row(`${what}: recorded, against not recorded`, recorded / notRecorded, '×'),
  ];
}

const labels = { recorded: 'Juggler, recorded', 'not recorded': 'Juggler, not recorded' };

/** Seconds of the work alone: workers are up, the module is loaded. */
async function ofOurs(job) {
  const { workMs } = await runJob(job);
  return workMs / 1e3;
}

async function ofRival(open, file, workers, items, run) {
  const pool = await open(file, workers);
  try {
    const started = process.hrtime.bigint();
    const results = await pool.run(items);
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const last = items.length - 1;
    if (results[last] !== run(items[last])) throw new Error(`${file}: a pool gave another result`);
    return seconds;
  } finally {
    await pool.close();
  }
}

async function costOfATask() {
  const folder = await buildForNode('recorder-cost', { 'recorder-cost': 'test/bench/pools/recorder-cost.ts' });
  const { costOfRecording } = await import(pathToFileURL(join(folder, 'recorder-cost.js')).href);
  const costs = Array.from({ length: repeats + 1 }, () => costOfRecording(200_000)).slice(1);
  return row('cost of a recorded task, all in', median(costs), 'ns', {
    note: 'times, CPU times, its 72 bytes in the file',
  });
}
