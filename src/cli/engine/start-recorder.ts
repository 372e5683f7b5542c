import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { FromRecorder } from '../../core/protocol/recorder';
import type { Machine } from '../../core/trace/machine';
import { RecorderClient, type RecorderListeners, type RecorderRequest } from '../../recorder/client';
import { libraryFolder } from '../../recorder/store/library-folder';
import { outFolder, version } from './folders';

export interface RunningRecorder {
  readonly request: RecorderRequest;
  /** Raised once it has ended, in order or not. */
  readonly gone: AbortSignal;
  readonly machine: Machine;
  readonly library: string;
  /** Lets it end in order. */
  readonly close: () => Promise<void>;
}

/**
 * The recorder as a process of its own, in a session of its own: Ctrl-C in the terminal is for the CLI, which
 * stops the job first and keeps what was recorded. The recorder ends when its parent is gone.
 *
 * @throws {Error} with a sentence, when it can't be started or refuses the library's folder
 */
export async function startRecorder(listeners: RecorderListeners): Promise<RunningRecorder> {
  const library = libraryFolder();
  const child = fork(join(outFolder, 'recorder', 'index.js'), [], {
    serialization: 'advanced',
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const client = new RecorderClient((message) => {
    if (child.connected) child.send(message);
  }, listeners);
  child.on('message', (message) => client.receive(message as FromRecorder));
  child.once('error', (error) => client.end(new Error(`The recorder could not be started: ${error.message}`)));
  child.once('exit', (code, signal) => {
    client.end(
      new Error(
        `The recorder ended unexpectedly (${signal ?? `exit code ${code}`}); what it wrote until then is kept in ${library}.`,
      ),
    );
  });
  // The CLI wants to see what is recorded, too.
  child.send({ type: 'viewer' });
  const { machine } = await client.request('hello', { library, version: version(), electron: null });
  return {
    request: client.request,
    gone: client.gone,
    machine,
    library,
    close: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
