import { fork, type ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { ProcessEnd, WorkerProcess, WorkerProcesses } from './worker-processes';

/** @param entries folder of the built entries; `<entry>.js` lies in it. */
export function forkedProcesses(entries: string): WorkerProcesses {
  const children = new Set<ChildProcess>();
  const killAll = (): void => {
    for (const child of children) child.kill('SIGKILL');
  };
  process.once('exit', killAll);
  return {
    killAll,
    spawn: (entry) =>
      new Promise((resolve, reject) => {
        // What workers print goes where the host's goes. No execArgv: an inspector's port can be used only once.
        const child = fork(join(entries, `${entry}.js`), [], {
          serialization: 'advanced',
          stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
          execArgv: process.execArgv.filter((argument) => !argument.startsWith('--inspect')),
        });
        children.add(child);
        child.once('exit', () => children.delete(child));
        child.once('error', reject);
        child.once('spawn', () => resolve(forkedProcess(child)));
      }),
  };
}

/** The folder that a built entry is in. */
export const entriesBeside = (script: string): string => dirname(script);

function forkedProcess(child: ChildProcess): WorkerProcess {
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, reason: signal }));
  });
  // A worker that ends while a message is on its way: its end is what is reported.
  child.on('error', () => {});
  return {
    pid: child.pid ?? 0,
    ended,
    send: (message) => {
      if (child.connected) child.send(message as object);
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message, [])),
    onClose: (listener) => void child.once('disconnect', listener),
    kill: () => void child.kill('SIGKILL'),
  };
}
