/*
 * `npm run bench`: every benchmark in turn, a table on stdout, and all figures as JSON in .cache/bench/.
 *   npm run bench -- pools startup     only these
 * Where the machine's speed matters a figure is a ratio of two things measured in the same run. A figure that misses
 * its budget (design: "Budgets") is reported as MISSED, and one that couldn't be measured as such, with the reason.
 */
import { cpus } from 'node:os';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../scripts/lib/failure.mjs';
import { inProject } from '../../scripts/lib/project.mjs';
import { say, sayHeading } from '../../scripts/lib/say.mjs';
import setUpDisplay from '../setup/xvfb.mjs';
import { formatTable } from './table.mjs';
import * as large from './large.mjs';
import * as latency from './latency.mjs';
import * as library from './library.mjs';
import * as nodeAgent from './node-agent.mjs';
import * as pools from './pools.mjs';
import * as pythonAgent from './python-agent.mjs';
import * as scheduler from './scheduler.mjs';
import * as startup from './startup.mjs';
import * as streaming from './streaming.mjs';

/** In the order they are run. Each exports `name`, `title`, and `measure()`, which resolves to rows (`row.mjs`). */
const benchmarks = [pools, nodeAgent, pythonAgent, startup, latency, streaming, large, scheduler, library];

export async function run(names) {
  const unknown = names.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0)
    throw new Failure(
      `there is no benchmark "${unknown[0]}"`,
      `take some of: ${benchmarks.map(({ name }) => name).join(', ')}`,
    );
  const chosen = names.length > 0 ? benchmarks.filter(({ name }) => names.includes(name)) : benchmarks;

  const takeDown = await setUpDisplay();
  const results = [];
  try {
    for (const { name, title, measure } of chosen) {
      sayHeading(title);
      results.push({ name, title, rows: await measureOrSay(measure) });
    }
  } finally {
    takeDown?.();
  }
  for (const { title, rows } of results) process.stdout.write(`\n${title}\n${formatTable(rows)}\n`);
  const missed = results.flatMap(({ rows }) => rows.filter(({ met }) => met === false));
  process.stdout.write(`\n${missed.length === 0 ? 'No budget missed.' : `${missed.length} budgets MISSED.`}\n`);
  say(`written to ${writeResults(results)}`);
  return 0;
}

/** One benchmark that can't be run must not hide the figures of the others. */
async function measureOrSay(measure) {
  try {
    return await measure();
  } catch (error) {
    say(error.stack ?? String(error));
    return [{ what: 'not measured', value: null, unit: '', budget: null, met: null, note: error.message }];
  }
}

function writeResults(results) {
  const folder = inProject('.cache/bench');
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const file = join(folder, `${at.replaceAll(/[:.]/g, '-')}.json`);
  const machine = { cores: cpus().length, model: cpus()[0]?.model, node: process.version };
  writeFileSync(file, `${JSON.stringify({ schema: 'juggler.bench/1', at, machine, results }, undefined, 2)}\n`);
  return file;
}
