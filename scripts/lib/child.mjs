import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { inProject } from './project.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const graceMs = 10_000;

/**
 * Runs a program in the foreground and resolves to the exit code a shell would show (128 + signal when it was killed).
 * Signals sent to this process reach the program. With `timeoutMs` it is ended when it takes longer.
 */
export function runChild(
  command,
  args,
  { env = process.env, stdio = 'inherit', shell = false, timeoutMs, onTimeout = () => {} } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: inProject(), env, stdio, shell });
    const pass = (signal) => {
      // Ctrl-C in a terminal reaches the whole foreground group by itself; twice would mean "at once".
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    for (const signal of forwarded) process.on(signal, pass);

    let killer;
    const timer =
      timeoutMs &&
      setTimeout(() => {
        onTimeout();
        child.kill('SIGTERM');
        killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      }, timeoutMs);

    const settle = (finish) => (value, signal) => {
      clearTimeout(timer);
      clearTimeout(killer);
      for (const name of forwarded) process.off(name, pass);
      finish(value, signal);
    };
    child.once('error', settle(reject));
    child.once(
      'exit',
      settle((code, signal) => resolve(exitCode(code, signal))),
    );
  });
}

export const exitCode = (code, signal) => code ?? 128 + (constants.signals[signal] ?? 0);
