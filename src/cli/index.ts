import { ownStart } from '../recorder/launch/own-start';
import type { StopSignal } from './commands/command';
import { exitCodes, type ExitCode } from './exit-codes';
import { runProgram } from './program';
import { outputTo, type Terminal } from './terminal';

const args = process.argv.slice(2);
// Before Node opens the terminal for its own outputs: what is open then was inherited.
if (args.includes('record')) ownStart();
const environment = args.includes('--no-color') ? { ...process.env, NO_COLOR: '1' } : process.env;
const terminal: Terminal = { out: outputTo(process.stdout, environment), err: outputTo(process.stderr, environment) };

// Who reads our output may stop reading (`juggler info | head`): that is no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

let stop: ((code: ExitCode, signal: StopSignal) => void) | null = null;
for (const [signal, code] of [
  ['SIGINT', exitCodes.interrupted],
  ['SIGTERM', exitCodes.terminated],
  ['SIGHUP', exitCodes.terminated],
] as const) {
  process.on(signal, () => {
    // The first asks for an orderly stop; the second does not wait for it.
    const asked = stop;
    stop = null;
    if (asked === null) process.exit(code);
    asked(code, signal);
  });
}

process.exitCode = await runProgram(args, { terminal, onStop: (listener) => (stop = listener) });
