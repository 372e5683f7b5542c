import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { knownStarts, signalGroup } from './process-tree';
import type { ChildExit, ChildHandle } from './spawn';

/** Messages of a process that has ended are read to the end, but not for longer than this. */
const lastMessagesMs = 250;

export interface PythonSpawn {
  /** Absolute path of the interpreter. */
  readonly interpreter: string;
  /** Absolute path of the built `workers/python/job_host.py`. */
  readonly entry: string;
  readonly name: string;
}

/**
 * The host of a Python run, in a process group of its own as `spawnFork` does it. Messages are lines of JSON: to it on
 * descriptor 3, from it on descriptor 4.
 *
 * @throws {Error} with a sentence, when the interpreter can't be started.
 */
export function spawnPython({ interpreter, entry, name }: PythonSpawn): Promise<ChildHandle> {
  return new Promise((resolve, reject) => {
    const child = spawn(interpreter, [entry], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    child.once('error', (error) => reject(new Error(`${name} could not be started: ${error.message}.`)));
    child.once('spawn', () => resolve(handleOf(child)));
  });
}

function handleOf(child: ChildProcess): ChildHandle {
  const pid = child.pid!;
  const ownGroup = process.platform !== 'win32';
  knownStarts.note(pid);
  const toHost = child.stdio[3] as Writable;
  const fromHost = child.stdio[4] as Readable;
  // A message to a process that ends at this moment: its end is what counts.
  child.on('error', () => undefined);
  toHost.on('error', () => undefined);
  fromHost.on('error', () => undefined);
  const lines = createInterface({ input: fromHost });
  return {
    pid,
    ownGroup,
    exited: exitOf(child, new Promise((resolve) => lines.once('close', resolve))),
    stdout: child.stdout,
    stderr: child.stderr,
    post: (message) => {
      if (toHost.writable) toHost.write(`${JSON.stringify(message)}\n`);
    },
    onMessage: (listener) => {
      lines.on('line', (line) => {
        const message = parsed(line);
        if (message !== undefined) listener(message);
      });
    },
    kill: (signal) => signalGroup(pid, signal, ownGroup),
    related: () => [],
  };
}

/** The user's code may write what it likes to any descriptor; what is no JSON is not for us. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function exitOf(child: ChildProcess, lastLine: Promise<unknown>): Promise<ChildExit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      const done = (): void => resolve({ code, signal });
      const timer = setTimeout(done, lastMessagesMs);
      void lastLine.then(() => {
        clearTimeout(timer);
        setImmediate(done);
      });
    });
  });
}
