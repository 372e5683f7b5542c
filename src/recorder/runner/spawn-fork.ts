import { fork, type ChildProcess } from 'node:child_process';
import { knownStarts, signalGroup } from './process-tree';
import type { ChildExit, ChildHandle, SpawnChild } from './spawn';

/** Messages of a process that has ended are read to the end, but not for longer than this. */
const lastMessagesMs = 250;

/**
 * Plain Node (and Electron run as Node: the environment is handed on). Every child leads a process group of its own:
 * Ctrl-C in a terminal reaches the runner alone, and whatever the job starts can be found and ended.
 */
export const spawnFork: SpawnChild = ({ entry, name }) =>
  new Promise((resolve, reject) => {
    const child = fork(entry, [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: process.platform !== 'win32',
    });
    child.once('error', (error) => reject(new Error(`${name} could not be started: ${error.message}.`)));
    child.once('spawn', () => resolve(handleOf(child)));
  });

function handleOf(child: ChildProcess): ChildHandle {
  const pid = child.pid!;
  const ownGroup = process.platform !== 'win32';
  knownStarts.note(pid);
  // A message to a process that ends at this moment: its end is what counts.
  child.on('error', () => undefined);
  return {
    pid,
    ownGroup,
    exited: exitOf(child),
    stdout: child.stdout,
    stderr: child.stderr,
    post: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    kill: (signal) => signalGroup(pid, signal, ownGroup),
    related: () => [],
  };
}

function exitOf(child: ChildProcess): Promise<ChildExit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      const done = (): void => resolve({ code, signal });
      if (!child.connected) return done();
      // Node says 'exit' when the process is gone, and 'disconnect' when its last message was read.
      const timer = setTimeout(done, lastMessagesMs);
      child.once('disconnect', () => {
        clearTimeout(timer);
        setImmediate(done);
      });
    });
  });
}
