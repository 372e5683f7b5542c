import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { resultsEqual } from '../../core/analysis/compare-modes';
import type { ComparisonManifest } from '../../core/trace/comparison';
import { coreCount } from '../../recorder/machine/core-count';
import { pythonParts } from '../../recorder/runner/python-parts';
import { pythonWorkloadById, pythonWorkloads, workloads } from '../../workers/workloads';

import { outFolder } from '../engine/folders';
import { runInTerminal } from '../engine/run-in-terminal';
import { exitCodes, type ExitCode } from '../exit-codes';
import { pythonsFor } from '../input/python';
import { requestFrom, type SpecOptions } from '../input/spec';
import { workloadFrom } from '../input/workload';
import { writableFile } from '../input/writable';
import { viewOf } from '../output/comparison-view';
import { painter } from '../output/paint';
import { writeResult } from '../output/write-result';
import { defineCommand, type Context } from './command';

interface CompareCommandOptions extends SpecOptions {
  readonly output?: string;
  readonly json?: boolean;
}

export const compareCommand = defineCommand({
  name: 'compare',
  add: (program, context, finish) => {
    addOptions(program.command('compare')).action(async (workload: string, typed: CompareCommandOptions) => {
      finish(await compare(workload, typed, context));
    });
  },
});

function addOptions(command: Command): Command {
  return command
    .description('run the same work in several modes, and compare them')
    .argument('[workload|file]', 'a built-in workload, or the path of your own module', 'primes')
    .option(
      '--modes <a,b,…>',
      'of serial, async, threads, processes; of Python docs/python-workloads.md (default: all)',
    )
    .option('--workers <n>', 'threads and processes to work with (default: the logical cores)')
    .option(
      '--python <path|version>',
      'the interpreter of a Python workload, 3.13 or a path; several times: each mode on each (default: the nearest)',
      collected,
    )
    .option('--items <n>', 'number of items (default: the workload’s)')
    .option('--repeats <n>', 'runs of each mode; the modes take turns (default: 1)')
    .option('--in-flight <n>', 'most tasks in flight at once in async, asyncio, trio, unsync (default: 64)')
    .option('--seed <n>', 'of the generated items (default: 1)')
    .option('--param <name=value>', 'a parameter of the workload (several times)', collected, [])
    .option('--time-limit <time>', 'stop a run that takes longer: 30, 500ms, 2min')
    .option(
      '--baseline <mode>',
      'measure speed-ups against this mode; of several interpreters serial@3.13 (default: serial)',
    )
    .option('--include-startup', 'count start-up (loading, making workers) as part of the time')
    .option('-o, --output <file.juggler>', 'also save the comparison as a file')
    .option('--json', 'one JSON document (docs/cli.md)');
}

const collected = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

async function compare(workload: string, typed: CompareCommandOptions, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const choice = workloadFrom(workload, typed, [...workloads, ...pythonWorkloads]);
  const usualWorkers = pythonWorkloadById(choice.id)?.workers ?? coreCount();
  const pythons = await pythonsFor(choice, typed.python ?? [], pythonParts(outFolder).describe);
  const { spec, options, leftOut } = requestFrom(choice, typed, usualWorkers, pythons);
  const file = typed.output === undefined ? null : writableFile('-o', typed.output);
  const json = typed.json === true;
  for (const sentence of leftOut) terminal.err.write(`${painter(terminal.err.colours)('!', 'hint')} ${sentence}\n`);
  const { manifest, recordings, library, stopCode, save, close } = await runInTerminal(spec, context);
  try {
    writeResult(viewOf(manifest, recordings, options), json, terminal);
    const kept = join(library, manifest.id);
    if (file !== null) await save(file);
    // The result is on stdout; with --json nothing else may be.
    const { write, colours } = json ? terminal.err : terminal.out;
    const paint = painter(colours);
    if (file !== null) write(`\n${paint('Saved as', 'dim')} ${file}\n`);
    if (existsSync(kept)) write(`${file === null ? '\n' : ''}${paint('Kept in', 'dim')} ${kept}\n`);
  } finally {
    await close();
  }
  return stopCode() ?? (hasSucceeded(manifest) ? exitCodes.done : exitCodes.failed);
}

/** All runs done, and none of them computed something else. */
function hasSucceeded({ runs }: ComparisonManifest): boolean {
  return runs.length > 0 && runs.every((run) => run.status === 'done') && resultsEqual(runs) !== false;
}
