import { Command } from 'commander';
import { joinWords } from '../core/base/join-words';
import { CallError } from './call-error';
import { commands } from './commands';
import type { Context } from './commands/command';
import { exitCodes, type ExitCode } from './exit-codes';
import { version } from './engine/folders';
import { didYouMean } from './input/nearest';
import { painter } from './output/paint';

/** Runs one call of `juggler`; every error becomes a sentence on stderr. @returns what to exit with */
export async function runProgram(args: readonly string[], context: Context): Promise<ExitCode> {
  const { out, err } = context.terminal;
  let code: ExitCode = exitCodes.done;
  const finish = (result: ExitCode): void => void (code = result);
  const program = new Command('juggler')
    .description('Runs the same work serial, async, on threads and in processes, and compares them on one clock.')
    .version(version())
    .option('--no-color', 'no colours (also: NO_COLOR)')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ writeOut: out.write, writeErr: () => {}, outputError: () => {} })
    .configureHelp({ showGlobalOptions: true, helpWidth: out.columns });
  const name = args.find((arg) => !arg.startsWith('-'));
  try {
    for (const { add } of commands) add(program, context, finish);
    if (name === undefined && !args.some((arg) => ['-h', '--help', '-V', '--version'].includes(arg))) {
      program.outputHelp();
      return exitCodes.done;
    }
    if (name !== undefined) checkCommand(name);
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.message !== '') err.write(`${painter(err.colours)('juggler:', 'bad')} ${failure.message}\n`);
    return failure.code;
  }
}

/** @throws {CallError} that lists what there is */
function checkCommand(name: string): void {
  const names = commands.map((command) => command.name);
  if (names.some((each) => each === name)) return;
  throw new CallError(
    `There is no command “${name}”.${didYouMean(name, names)} There are ${joinWords(names)}; “juggler COMMAND --help” explains each.`,
  );
}

function failureOf(error: unknown): { message: string; code: ExitCode } {
  if (error instanceof CallError) return { message: error.message, code: exitCodes.wrongCall };
  if (isCommanderError(error)) {
    // Help and version were what was asked for, and have been written.
    if (error.exitCode === 0) return { message: '', code: exitCodes.done };
    return { message: sentenceOf(error.message), code: exitCodes.wrongCall };
  }
  return { message: error instanceof Error ? error.message : String(error), code: exitCodes.failed };
}

function isCommanderError(error: unknown): error is Error & { readonly exitCode: number } {
  return (
    error instanceof Error && 'exitCode' in error && 'code' in error && String(error.code).startsWith('commander.')
  );
}

/** "error: unknown option '--foo'" as a sentence. */
function sentenceOf(message: string): string {
  const text = message.replace(/^error: /, '').replaceAll('\n', ' ');
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!)]$/.test(sentence) ? sentence : `${sentence}.`;
}
