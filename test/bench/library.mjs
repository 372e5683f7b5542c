/*
 * A library of 2,000 comparisons: opening one by its id, listing, and the start of a recording, against an empty library.
 * Both are asked in turn, by the built command line, with the usual limit of 1,024 open files.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inProject } from '../../scripts/lib/project.mjs';
import { row } from './row.mjs';
import { median } from './statistics.mjs';

export const name = 'library';
export const title = 'A library of 2,000 comparisons';

const count = 2000;
const repeats = 7;
const cli = inProject('out/cli/index.js');
const compare = ['compare', 'primes', '--items', '2', '--param', 'limit=1000', '--modes', 'serial,threads'];

export async function measure() {
  const folder = mkdtempSync(join(tmpdir(), 'juggler-library-'));
  try {
    const [one, many, empty] = ['one', 'many', 'empty'].map((each) => join(folder, each));
    call(one, compare);
    fill(one, many);
    const id = idOf(0);
    const first = call(many, ['info']);
    const times = { info: [], list: [], base: [], record: [], recordEmpty: [] };
    for (let repeat = 0; repeat < repeats; repeat++) {
      times.base.push(call(one, ['info']));
      times.info.push(call(many, ['info', id]));
      times.list.push(call(many, ['info']));
      times.recordEmpty.push(call(empty, ['record', '--', 'true']));
      times.record.push(call(many, ['record', '--', 'true']));
    }
    const start = median(times.record.map((time, index) => time / times.recordEmpty[index]));
    return [
      row('first list: makes the index', first, 'ms'),
      row('juggler info ID', median(times.info), 'ms', { max: 500, note: `median of ${repeats}` }),
      row('juggler info of a library of one', median(times.base), 'ms', { note: `median of ${repeats}` }),
      row('the list alone', median(times.list) - median(times.base), 'ms', { max: 300 }),
      row('juggler record -- true, against an empty library', start, '×', { max: 1.2 }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const idOf = (index) => `20250101-${String(index).padStart(6, '0')}-abcd`;

function fill(one, many) {
  mkdirSync(many, { mode: 0o700 });
  const from = readdirSync(one).find((entry) => !entry.startsWith('.'));
  for (let index = 0; index < count; index++) {
    const to = join(many, idOf(index));
    cpSync(join(one, from), to, { recursive: true });
    const file = join(to, 'comparison.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(`"id": "${from}"`, `"id": "${idOf(index)}"`));
  }
}

/** @returns how long a call took, in ms */
function call(library, parameters) {
  const started = performance.now();
  const limited = ['-c', 'ulimit -n 1024; exec "$@"', 'bash', process.execPath, cli, ...parameters];
  const { status, stderr } = spawnSync('bash', limited, {
    encoding: 'utf8',
    env: { ...process.env, JUGGLER_LIBRARY: library },
  });
  if (status !== 0) throw new Error(`juggler ${parameters.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}
