import { ownStart } from '../recorder/launch/own-start';
import type { StopSignal } from './commands/command';
import { exitCodes, type ExitCode } from './exit-codes';
import { runProgram } from './program';
import { outputTo, type Terminal } from './terminal';
import { surviveLostTerminal } from '../recorder/serve/lost-terminal';

const args = process.argv.slice(2);
// Before Node opens the terminal for its own outputs: what is open then was inherited.
if (args.includes('record')) ownStart();
const environment = args.includes('--no-color') ? { ...process.env, NO_COLOR: '1' } : process.env;
const terminal: Terminal = { out: outputTo(process.stdout, environment), err: outputTo(process.stderr, environment) };

surviveLostTerminal();

let outputError: NodeJS.ErrnoException | null = null;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Who reads may stop reading (`juggler info | head`), and a terminal may be closed: that is no failure of ours.
  if (error.code !== 'EPIPE' && error.code !== 'EIO') outputError ??= error;
});
// There is no other place to say it.
process.stderr.on('error', () => undefined);

let stop: ((code: ExitCode, signal: StopSignal) => void) | null = null;
for (const [signal, code] of [
  ['SIGINT', exitCodes.interrupted],
  ['SIGTERM', exitCodes.terminated],
  ['SIGHUP', exitCodes.hungUp],
] as const) {
  process.on(signal, () => {
    // The first asks for an orderly stop; the second does not wait for it.
    const asked = stop;
    stop = null;
    if (asked === null) process.exit(code);
    asked(code, signal);
  });
}

const code = await runProgram(args, { terminal, onStop: (listener) => (stop = listener) });
await drained(process.stdout);
if (outputError !== null) terminal.err.write(`juggler: ${unwritten(outputError)}\n`);
process.exitCode = outputError === null || code !== exitCodes.done ? code : exitCodes.failed;

/** An error of a write is told once the write is over. */
function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => setImmediate(resolve)));
}

function unwritten({ code = '', message }: NodeJS.ErrnoException): string {
  const reason = code === 'ENOSPC' ? 'there is no space left' : message;
  return `The result could not be written to stdout: ${reason}.`;
}
