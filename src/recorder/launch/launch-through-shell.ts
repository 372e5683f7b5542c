import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import type { LaunchOptions, StoppedProgram } from './launch-stopped';
import type { ProgramEnd } from './wait-status';

/**
 * Where there is no native launcher: a shell waits, and becomes the program. What Node resets for itself (signals, the limit of
 * open files) and variables that a shell drops are not what they would have been.
 */
export async function launchThroughShell(options: LaunchOptions): Promise<StoppedProgram> {
  const { argv, folder, withAgents, stdio } = options;
  const isCaptured = stdio === 'captured';
  const files = isCaptured
    ? (['ignore', 'pipe', 'pipe'] as const)
    : (['inherit', stdio === 'result' ? 2 : 'inherit', 'inherit'] as const);
  const child = spawn('/bin/sh', ['-c', 'read _ <&3; exec 3<&-; exec "$@"', 'sh', ...argv], {
    cwd: folder,
    env: withAgents,
    stdio: [...files, 'pipe'],
    detached: isCaptured,
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const gate = child.stdio[3] as NodeJS.WritableStream;
  // It may be gone before it is let go.
  gate.on('error', () => {});
  const ended = new Promise<ProgramEnd>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal, dumpedCore: false }));
  });
  return {
    pid: child.pid!,
    name: 'sh',
    stdout: child.stdout,
    stderr: child.stderr,
    release: () => {
      gate.end('\n');
      return { begun: Promise.resolve({ type: 'begun', withoutAgents: false }), ended };
    },
    passOn: (signal) => {
      // Those of the terminal reach it by themselves.
      if (signal !== 'SIGINT' || ![0, 1, 2].some((fd) => isatty(fd)))
        child.kill(constants.signals[signal as NodeJS.Signals]);
    },
    watch: () => {},
    close: () => {},
  };
}
