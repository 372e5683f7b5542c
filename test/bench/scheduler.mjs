/*
 * What recording a command costs the command: each is run in turn plainly and recorded, and the ratio of its own times
 * (it tells them itself, or how long it took from exec to exit) is the slow-down. Peers where they are installed.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../../scripts/lib/project.mjs';
import { row } from './row.mjs';
import { median } from './statistics.mjs';

export const name = 'scheduler';
export const title = 'Recording a command';

const repeats = 5;
const cli = inProject('out/cli/index.js');

/** Each is timed by the program itself, in ms, as the last line on stdout. */
const timed = (body) => `import os, threading, time
begin = time.monotonic()
${body}
print((time.monotonic() - begin) * 1000)`;

const programs = {
  'CPU loop': timed('for i in range(6_000_000): pass'),
  '8 threads': timed(`def work():
  for i in range(700_000): pass
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()`),
  'ping-pong of 20,000 switches': timed(`here, there = os.pipe(), os.pipe()
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
if os.fork() == 0:
  while os.read(here[0], 1) == b'x': os.write(there[1], b'y')
  os._exit(0)
for _ in range(10_000):
  os.write(here[1], b'x')
  os.read(there[0], 1)
os.write(here[1], b'.')
os.wait()`),
};

/** Of design, "Budgets": ordinary programs; a program that only switches pays for each switch. */
const budgets = { 'CPU loop': 1.05, '8 threads': 1.05, 'make -j of 24 C files': 1.1 };

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'juggler-scheduler-'));
  try {
    const commands = { ...pythonCommands(), ...makeCommand(folder) };
    return [
      ...Object.entries(commands).flatMap(([what, command]) => compare(what, command, folder)),
      ...stormRows(folder),
      ...idleThreadsRow(folder),
      recorderShare('a process that sleeps', 'sleep 6', folder),
      recorderShare('a process that burns', 'timeout 6 sh -c "while :; do :; done"; true', folder),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pythonCommands() {
  if (!has('python3')) return {};
  return Object.fromEntries(Object.entries(programs).map(([what, text]) => [what, ['python3', '-c', text]]));
}

/** A small tree of C files; `make` is timed by the shell that runs it. */
function makeCommand(folder) {
  if (!has('cc') || !has('make')) return {};
  const tree = join(folder, 'tree');
  mkdirSync(tree);
  const objects = Array.from({ length: 24 }, (_, index) => `part${index}.o`);
  for (const object of objects) {
    writeFileSync(
      join(tree, object.replace('.o', '.c')),
      '#include <stdio.h>\n#include <stdlib.h>\nint x(void) { return rand(); }\n',
    );
  }
  writeFileSync(
    join(tree, 'Makefile'),
    `all: ${objects.join(' ')}\n%.o: %.c\n\tcc -O1 -c -o $@ $<\nclean:\n\trm -f *.o\n`,
  );
  const line = `make -s -C '${tree}' clean; begin=$(date +%s%N); make -s -C '${tree}' -j; end=$(date +%s%N); echo $(((end - begin) / 1000)).0e-3`;
  return { 'make -j of 24 C files': ['sh', '-c', line] };
}

/** A storm as the budgets have it: nothing of it may be lost. */
function stormRows(folder) {
  if (!has('cc')) return [];
  const program = join(folder, 'ping-pongs');
  const compiled = spawnSync('cc', ['-O1', '-o', program, inProject('test/bench/scheduler/ping-pongs.c')]);
  if (compiled.status !== 0) throw new Error(`cc ended with ${compiled.status}: ${compiled.stderr.toString()}`);
  const seconds = 5;
  const { ms: switches, lostRecords } = record([program, '400000', String(seconds)], folder);
  return [
    row('records lost of a storm', lostRecords, 'records', {
      max: 0,
      note: `400,000 switches a second were wanted, ${Math.round(switches / seconds)} came`,
    }),
  ];
}

function idleThreadsRow(folder) {
  if (!has('python3')) return [];
  const text =
    'import threading, time\nfor _ in range(1000): threading.Thread(target=threading.Event().wait, daemon=True).start()\ntime.sleep(20)';
  const file = join(folder, 'idle.py');
  writeFileSync(file, text);
  return [recorderShare('1,000 threads that wait', `python3 ${file}`, folder, { fromMs: 10_000, max: 3 })];
}

function compare(what, command, folder) {
  const recorder = ['--recorded'];
  const ways = { plain: [], juggler: recorder, ...peers(folder) };
  const times = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  let lost = 0;
  for (let repeat = -1; repeat < repeats; repeat++) {
    // Whoever comes first finds another machine than whoever comes last.
    for (const [way, through] of rotated(Object.entries(ways), repeat + 1)) {
      const { ms, lostRecords } = way === 'juggler' ? record(command, folder) : plain([...through, ...command]);
      // The first of each fills the system's caches.
      if (repeat < 0) continue;
      times[way].push(ms);
      lost += lostRecords ?? 0;
    }
  }
  const ratio = (way) => median(times[way].map((time, index) => time / times.plain[index]));
  const budget = budgets[what];
  return [
    row(`${what}, recorded`, ratio('juggler'), '×', {
      ...(budget === undefined ? {} : { max: budget }),
      note: `median of ${repeats}, in turn; ${Math.round(median(times.plain))} ms plainly; ${lost} records lost`,
    }),
    ...Object.keys(peers(folder)).map((way) => row(`${what}, ${way}`, ratio(way), '×')),
  ];
}

function peers(folder) {
  return {
    ...(has('strace') ? { 'strace -f -c': ['strace', '-f', '-c', '-o', join(folder, 'strace')] } : {}),
    ...(canRecord(folder) ? { 'perf record -e context-switches': perfCommand(folder) } : {}),
  };
}

const perfCommand = (folder) => ['perf', 'record', '-q', '-e', 'context-switches:u', '-o', join(folder, 'perf'), '--'];

function canRecord(folder) {
  return has('perf') && spawnSync('perf', [...perfCommand(folder).slice(1), 'true']).status === 0;
}

const has = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

function plain([program, ...words]) {
  return { ms: toldBy(spawnSync(program, words, { encoding: 'utf8' })) };
}

function record(command, folder) {
  const { status, stderr, run } = recordWith([], command, folder);
  const lostRecords = Number(/dropped at least (\d+)/.exec((run.notices ?? []).join(' '))?.[1] ?? 0);
  return { ms: toldBy({ status, stdout: stderr }), lostRecords };
}

function recordWith(options, command, folder) {
  const words = [...options, cli, 'record', '--json', '--', ...command];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    encoding: 'utf8',
    env: { ...process.env, JUGGLER_LIBRARY: join(folder, 'library') },
    maxBuffer: 1e9,
  });
  if (status !== 0) throw new Error(`juggler record ended with ${status}: ${stderr}`);
  return { status, stderr, run: JSON.parse(stdout).runs[0] };
}

/** While something runs: by the recorder's own `cpuUsage` over three seconds of that. */
function recorderShare(what, line, folder, { fromMs = 1500, max } = {}) {
  const [preload, told] = [join(folder, 'usage.cjs'), join(folder, 'usage')];
  writeFileSync(
    preload,
    `setTimeout(() => {
      const [before, began] = [process.cpuUsage(), performance.now()];
      setTimeout(() => {
        const { user, system } = process.cpuUsage(before);
        require('node:fs').writeFileSync(${JSON.stringify(told)}, String((user + system) / 10 / (performance.now() - began)));
      }, 3000);
    }, ${fromMs});`,
  );
  recordWith(['--require', preload], ['sh', '-c', line], folder);
  const share = Number(readFileSync(told, 'utf8'));
  return row(`CPU of the recorder: ${what}`, share, '% of a core', max === undefined ? {} : { max });
}

const rotated = (list, by) => list.map((_, index) => list[(index + by) % list.length]);

function toldBy({ status, stdout, error }) {
  const lines = (stdout ?? '').split('\n').filter((line) => /^[\d.]+(e-?\d+)?$/.test(line));
  if (status !== 0 || lines.length === 0)
    throw error ?? new Error(`it ended with ${status} and told no time: ${stdout}`);
  return Number(lines.at(-1));
}
