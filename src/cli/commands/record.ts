import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ComparisonManifest } from '../../core/trace/comparison';
import { usualDetail, type CommandDetail } from '../../core/protocol/recorder';
import type { Recording } from '../../core/trace/recording';
import type { RunManifest } from '../../core/trace/run';
import { decodeVariables } from '../../recorder/launch/byte-words';
import { ownStart } from '../../recorder/launch/own-start';
import { signalNumber } from '../../recorder/launch/wait-status';
import type { CommandSpec } from '../../recorder/runner/run-command';
import { CallError } from '../call-error';
import { recordInTerminal } from '../engine/record-in-terminal';
import { exitCodes, type ExitCode } from '../exit-codes';
import { wholeNumber } from '../input/numbers';
import { quoted } from '../../core/base/quote-words';
import { writableFile } from '../input/writable';
import { viewOf } from '../output/comparison-view';
import { painter } from '../output/paint';
import { printRecording } from '../output/print-recording';
import { writeResult } from '../output/write-result';
import { attachSpec, usualSeconds, type AttachOptions } from './attach';
import { defineCommand, type Context } from './command';
import { existingFile } from './open';

interface RecordCommandOptions extends AttachOptions {
  readonly output?: string;
  readonly append?: string;
  readonly json?: boolean;
}

export const recordCommand = defineCommand({
  name: 'record',
  add: (program, context, finish) => {
    program
      .command('record')
      .description('run a command and record when each of its threads was on which core, and why it waited')
      .argument('[command...]', 'what to run, behind “--”')
      .usage('[options] -- COMMAND …\n       juggler record [options] --pid PID')
      .option('--pid <pid>', 'record a process that runs already, and all it has started; it runs on')
      .option('--seconds <n>', `how long, with --pid (default: ${usualSeconds}); Ctrl-C ends it earlier`)
      .option('-o, --output <file.juggler>', 'also save the recording as a file')
      .option('--append <file.juggler>', 'add it to this file, as one more band')
      .option('--name <name>', 'what to call it (default: the command line)')
      .option('--repeats <n>', 'run it so many times (default: 1)')
      .option(
        '--samples [us]',
        'what each thread of Node and Python runs, sampled so often (default: every 1000 µs; 1 to 5 % slower)',
      )
      .option('--promises', 'Node: count promises (code that does little but await takes 2 to 4 times as long)')
      .option('--blocked <ms>', 'an event loop that does not turn for longer counts as blocked (default: 20)')
      .option('--json', 'one JSON document (docs/cli.md); what the command prints goes to stderr')
      .action(async (argv: string[], typed: RecordCommandOptions) => {
        finish(await record(argv, typed, context));
      });
  },
});

async function record(argv: readonly string[], typed: RecordCommandOptions, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  if (typed.output !== undefined && typed.append !== undefined) {
    throw new CallError('-o makes a new file, --append adds to one that is there: give one of them.');
  }
  const append = typed.append === undefined ? null : writableFile('--append', existingFile(typed.append));
  const file = append ?? (typed.output === undefined ? null : writableFile('-o', typed.output));
  const json = typed.json === true;
  const attached = await attachSpec(argv, typed);
  const spec = attached ?? launchSpec(argv, typed, json);
  const { manifest, recordings, library, save } = await recordInTerminal(spec, append, context);
  const view = viewOf(recorded(manifest, recordings), recordings, { baseline: null, includeStartup: false });
  if (json) writeResult(view, json, terminal);
  else printRecording(view, terminal.err);
  const { write, colours } = terminal.err;
  const paint = painter(colours);
  const unsaved = file === null ? null : await save(file).catch(asError);
  if (unsaved instanceof Error) write(`${paint('juggler:', 'bad')} ${unsaved.message}\n`);
  else if (file !== null) write(`${paint(append === null ? 'Saved as' : 'Added to', 'dim')} ${file}\n`);
  const kept = join(library, manifest.id);
  if (existsSync(kept)) write(`${paint('Kept in', 'dim')} ${kept}\n`);
  const last = manifest.runs.at(-1)!;
  const code = json ? resultCode(last) : programCode(last);
  // The program's own end says more than ours.
  return unsaved instanceof Error && code === exitCodes.done ? exitCodes.failed : code;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

function launchSpec(argv: readonly string[], typed: RecordCommandOptions, json: boolean): CommandSpec {
  const repeats = typed.repeats === undefined ? 1 : wholeNumber('--repeats', typed.repeats, 1, 100);
  const line = quoted(argv);
  if (line.trim() === '')
    throw new CallError('No command was given. Write it behind “--”: juggler record -- COMMAND (or give --pid PID).');
  const stdio = json ? 'result' : 'terminal';
  const launch = {
    argv,
    folder: currentFolder(),
    environment: ownEnvironment(),
    stdio,
    detail: detailOf(typed),
  } as const;
  return { name: typed.name ?? line, line, repeats, start: { launch } };
}

function detailOf({ samples, promises, blocked }: RecordCommandOptions): CommandDetail {
  const samplesUs = samples === undefined ? null : samples === true ? 1000 : samples;
  return {
    samplesUs: typeof samplesUs === 'string' ? wholeNumber('--samples', samplesUs, 100, 100_000) : samplesUs,
    promises: promises === true,
    blockedMs: blocked === undefined ? usualDetail.blockedMs : wholeNumber('--blocked', blocked, 1, 60_000),
  };
}

/** It may have been deleted. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return ownEnvironment()['PWD'] ?? '/';
  }
}

/** As the user's shell has it: what Juggler needs for itself is left out. */
const ownEnvironment = (): Record<string, string> => decodeVariables(ownStart().environment);

/** Of a comparison that was added to: what was recorded now. */
function recorded(manifest: ComparisonManifest, recordings: ReadonlyMap<string, Recording>): ComparisonManifest {
  return { ...manifest, runs: manifest.runs.filter(({ id }) => recordings.has(id)) };
}

/** With --json the document says how the program ended; a command that can't be run was a wrong call in any case. */
function resultCode(run: RunManifest): ExitCode {
  if (run.outcome === undefined) return exitCodes.wrongCall;
  if (run.command?.attached !== undefined) return run.status === 'done' ? exitCodes.done : exitCodes.failed;
  return run.status === 'done' && run.command?.exitCode === 0 ? exitCodes.done : exitCodes.failed;
}

/** As the program did: its exit code, or 128 and the number of the signal. One that was attached to has its end to itself. */
function programCode(run: RunManifest): ExitCode {
  if (run.command?.attached !== undefined) return resultCode(run);
  const { exitCode = null, signal = null } = run.command ?? {};
  if (run.outcome === undefined) return exitCodes.wrongCall;
  const number = signal === null ? null : signalNumber(signal);
  // Any number a program may end with.
  return (exitCode ?? (number === null ? exitCodes.failed : 128 + number)) as ExitCode;
}
