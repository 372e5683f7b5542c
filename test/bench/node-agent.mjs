/*
 * What the Node agent costs the programs that it is in: each of them with and without, in turn, so that the machine's
 * noise hits both alike. A figure is the median of the ratios of neighbours.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { inProject } from '../../scripts/lib/project.mjs';
import { say } from '../../scripts/lib/say.mjs';
import { buildForNode } from './build.mjs';
import { load } from './node-agent/load.mjs';
import { peers } from './node-agent/peers.mjs';
import { row } from './row.mjs';
import { median } from './statistics.mjs';

export const name = 'node-agent';
export const title = 'The Node agent: how much slower a program is with it';

const repeats = 9;
const connections = 50;
const requests = 30_000;
const program = (file) => join(import.meta.dirname, 'node-agent', file);

const defaults = {};
const contestants = [
  { what: 'CPU loop', run: (options) => printed('cpu-loop.mjs', options), max: 1.01 },
  { what: 'storm of promises', run: (options) => printed('promise-storm.mjs', options), max: 1.05 },
  { what: 'HTTP server, 50 connections: time', run: (options) => served(options).then(({ ms }) => ms), max: 1.05 },
  { what: 'HTTP server: its CPU time', run: (options) => served(options).then(({ cpuMs }) => cpuMs) },
  { what: 'timers and small files, one after the other', run: (options) => printed('timers-and-files.mjs', options) },
  { what: 'start of an empty program', run: (options) => started(options) },
  {
    what: 'CPU loop, CPU samples of 1 ms',
    run: (options) => printed('cpu-loop.mjs', options),
    options: { samplesUs: 1000 },
  },
  {
    what: 'storm of promises, promises counted',
    run: (options) => printed('promise-storm.mjs', options),
    options: { promises: true },
  },
];

/** What other profilers are measured with, too. */
const compared = [
  { what: 'CPU loop', run: (options) => printed('cpu-loop.mjs', options) },
  { what: 'storm of promises', run: (options) => printed('promise-storm.mjs', options) },
  { what: 'HTTP server', run: (options) => served(options).then(({ ms }) => ms) },
];

let prepareNodeAgent;

export async function measure() {
  const built = await buildForNode('node-agent', { environment: 'src/recorder/agents/node-environment.ts' });
  ({ prepareNodeAgent } = await import(pathToFileURL(join(built, 'environment.js')).href));
  const rows = [];
  const output = mkdtempSync(join(tmpdir(), 'juggler-peers-'));
  const others = Object.entries(peers(output)).flatMap(([name, through]) =>
    compared
      // Signals reach the server only where it is the process that was started.
      .filter(({ what }) => what !== 'HTTP server' || through[0] === process.execPath)
      .map(({ what, run }) => ({ what: `${what}, ${name}`, run, options: { through } })),
  );
  for (const { what, run, max, options = defaults } of [...contestants, ...others]) {
    const ratios = [];
    const alone = [];
    for (let repeat = -1; repeat < repeats; repeat++) {
      const without = await run(null);
      const withAgent = await run(options);
      if (repeat < 0) continue;
      alone.push(without);
      ratios.push(withAgent / without);
    }
    const sorted = ratios.toSorted((a, b) => a - b);
    say(`  ${what}: ${sorted.map((ratio) => ratio.toFixed(3)).join(' ')}`);
    const note = `${median(alone).toFixed(0)} ms without; of ${repeats} ratios ${sorted[2].toFixed(2)} to ${sorted.at(-3).toFixed(2)} in the middle`;
    rows.push(row(what, median(ratios), '×', { ...(max === undefined ? {} : { max }), note }));
  }
  rmSync(output, { recursive: true, force: true });
  return rows;
}

/** @param options of the agent, or `through`: the words of another profiler; null: plainly */
async function withProgram(file, options, use) {
  const folder = mkdtempSync(join(tmpdir(), 'juggler-bench-'));
  const { NODE_OPTIONS: _, ...plain } = process.env;
  const environment =
    options === null || options.through !== undefined
      ? plain
      : prepareNodeAgent({
          agentFile: inProject('out/agents/node.cjs'),
          folder,
          environment: plain,
          command: ['node', file],
          options: { epochNs: process.hrtime.bigint().toString(), ...options },
        }).environment;
  const [starter, ...words] = options?.through ?? [process.execPath];
  const child = spawn(starter, [...words, file], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    return await use(child, createInterface({ input: child.stdout })[Symbol.asyncIterator]());
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

const printed = (file, options) => withProgram(program(file), options, async (_child, lines) => firstNumber(lines));

/** Some profilers print words of their own before it. */
async function firstNumber(lines) {
  for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
    const found = /\d+\.\d+/.exec(line.value);
    if (found !== null) return Number(found[0]);
  }
  throw new Error('the program printed no time');
}

const served = (options) =>
  withProgram(program('server.mjs'), options, async (child, lines) => {
    const port = Number((await lines.next()).value);
    await load(port, connections, requests / 3);
    child.kill('SIGUSR2');
    await lines.next();
    const ms = await load(port, connections, requests);
    child.kill('SIGTERM');
    return { ms, cpuMs: Number((await lines.next()).value) };
  });

async function started(options) {
  const before = performance.now();
  return await withProgram(program('empty.mjs'), options, async (child) => {
    await once(child, 'exit');
    return performance.now() - before;
  });
}
