/*
 * What Python's agent costs the programs that it is in: each of them with and without, in turn, so that the machine's
 * noise hits both alike. While a program runs its ring is read, as it is when it is recorded. A figure is the median of
 * the ratios of neighbours. Other profilers of Python take their turns in every other round; what counts is the time that the
 * program itself took, not what they do after its end.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inProject } from '../../scripts/lib/project.mjs';
import { say } from '../../scripts/lib/say.mjs';
import { buildForNode } from './build.mjs';
import { peers, timeSaid } from './python-agent/peers.mjs';
import { row } from './row.mjs';
import { median } from './statistics.mjs';

export const name = 'python-agent';
export const title = 'Python’s agent: how much slower a program is with it';

const repeats = 9;
const pollMs = 50;
const peerMs = 60_000;
/** Another interpreter: JUGGLER_BENCH_PYTHON. */
const python = process.env['JUGGLER_BENCH_PYTHON'] ?? 'python3';

const contestants = [
  { what: 'CPU loop', file: 'cpu_loop.py', max: 1.02 },
  { what: '8 threads that compute', file: 'threads.py', max: 1.02 },
  { what: 'a pool of 4 processes, 2000 jobs', file: 'pool.py', max: 1.05 },
  { what: '10,000 tasks that wait', file: 'waiting_tasks.py', max: 1.1 },
  { what: 'storm of steps of asyncio', file: 'storm.py', max: 1.3 },
  { what: 'start of an empty program', file: 'empty.py' },
];

let preparePythonAgent;
let PythonAgentReader;

export async function measure() {
  const executable = execFileSync(python, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
  const version = execFileSync(executable, ['-c', 'import platform; print(platform.python_version())'], {
    encoding: 'utf8',
  }).trim();
  const built = await buildForNode('python-agent', {
    environment: 'src/recorder/agents/python-environment.ts',
    reader: 'src/recorder/agents/python-agent-reader.ts',
  });
  ({ preparePythonAgent } = await import(pathToFileURL(join(built, 'environment.js')).href));
  ({ PythonAgentReader } = await import(pathToFileURL(join(built, 'reader.js')).href));
  const rows = [];
  const output = mkdtempSync(join(tmpdir(), 'juggler-bench-peers-'));
  const others = peers(executable, version, output);
  const present = others.filter(({ words }) => words !== undefined);
  for (const { what, file, max } of contestants) {
    const alone = [];
    const withAgent = [];
    const beside = present.map((peer) => ({ ...peer, times: [], failure: null }));
    for (let repeat = -1; repeat < repeats; repeat++) {
      const without = await run(executable, file, false);
      const took = await run(executable, file, true);
      if (repeat < 0) continue;
      alone.push(without);
      withAgent.push(took);
      if (repeat % 2 === 0 && file !== 'empty.py') await letPeersRun(beside, file);
    }
    const ratios = withAgent.map((took, at) => took / alone[at]).toSorted((a, b) => a - b);
    say(`  ${what}: ${ratios.map((ratio) => ratio.toFixed(3)).join(' ')}`);
    const middle = `of ${repeats} ratios ${ratios[2].toFixed(2)} to ${ratios.at(-3).toFixed(2)} in the middle`;
    const shortest = `of the shortest ${(Math.min(...withAgent) / Math.min(...alone)).toFixed(2)}`;
    const note = `Python ${version}; ${Math.min(...alone).toFixed(0)} ms without; ${middle}, ${shortest}`;
    rows.push(row(what, median(ratios), '×', { ...(max === undefined ? {} : { max }), note }));
    if (file !== 'empty.py') rows.push(...beside.map((peer) => rowOfPeer(peer, alone)));
  }
  for (const { name: peer, reason } of others.filter(({ words }) => words === undefined))
    rows.push(row(`  ${peer}`, null, '', { note: `does not run here: ${reason}` }));
  rmSync(output, { recursive: true, force: true });
  return rows;
}

/** One round of those that have not failed yet: it would only take as long again. */
async function letPeersRun(beside, file) {
  for (const peer of beside.filter(({ failure }) => failure === null)) {
    const { took, reason } = await runWith(peer.words, file);
    if (took === null) peer.failure = reason;
    else peer.times.push(took);
  }
}

/** Of few rounds the shortest says most: what else runs on the machine only makes them longer. */
function rowOfPeer({ name: peer, times, failure }, alone) {
  const what = `  beside it: ${peer}`;
  if (times.length === 0) return row(what, null, '×', { note: failure });
  const rounds = `the shortest of ${times.length}, against that without`;
  return row(what, Math.min(...times) / Math.min(...alone), '×', {
    note: failure === null ? rounds : `${rounds}; then: ${failure}`,
  });
}

/** ms that the program measured itself, or that it took in all where it prints none. */
async function run(executable, file, withAgent) {
  const folder = mkdtempSync(join(tmpdir(), 'juggler-bench-'));
  const { PYTHONPATH: _, ...plain } = process.env;
  const environment = withAgent
    ? preparePythonAgent({
        agentFolder: inProject('out/agents/python'),
        folder,
        cacheFolder: inProject('.cache/bench/python-cache'),
        environment: plain,
        command: [executable, file],
        options: { epochNs: process.hrtime.bigint().toString() },
      }).environment
    : plain;
  const reader = withAgent ? new PythonAgentReader(folder, nobody()) : null;
  const polls = setInterval(() => reader?.poll(), pollMs);
  const begun = performance.now();
  const child = spawn(executable, [join(import.meta.dirname, 'python-agent', file)], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (printed += text));
  const [code] = await once(child, 'close');
  const wholeMs = performance.now() - begun;
  clearInterval(polls);
  reader?.finish();
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0) throw new Error(`${file} ended with exit code ${code}`);
  return printed === '' ? wholeMs : Number.parseFloat(printed);
}

/** `took`: ms that the program measured itself, under another profiler; null: it did not get so far, and the `reason`. */
async function runWith([command, ...words], file) {
  const child = spawn(command, [...words, join(import.meta.dirname, 'python-agent', file)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PYTHONUNBUFFERED: '1' },
    // Some start the program as a child of their own.
    detached: true,
  });
  // The program has ended once it has said its time: some then write files for a minute.
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Nothing of it is left.
    }
  };
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
    if (timeSaid(printed) !== null) end();
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(-2000)));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, peerMs);
  const [code] = await once(child, 'close');
  clearTimeout(timer);
  const took = timeSaid(printed);
  if (isLate) return { took: null, reason: `it took longer than ${peerMs / 1000} s` };
  return { took, reason: said.trim().split('\n').at(-1) || `exit code ${code}` };
}

/** Hears everything and keeps nothing: what recording costs apart from the agent is measured by `scheduler`. */
function nobody() {
  let threads = 0;
  return new Proxy({}, { get: (_, method) => (method === 'thread' ? () => threads++ : () => undefined) });
}
