import { parentPort } from './parent-channel';

/** The exit code goes out within this; what has not left by then goes with its process. */
const lastWordMs = 100;

/**
 * In Electron's utilityProcess `process.exit` returns: it only asks for the end, and the code after it runs on for some
 * milliseconds (Electron stops Node with `kDoNotTerminateIsolate`). The user's item that has ended the process would
 * seem to have finished, and others after it. From now on nothing runs after it, as in Node itself.
 *
 * To be called before the user's module is loaded.
 */
export function exitForGood(): void {
  if (parentPort === undefined) return;
  // What `process.exit` calls at its end; not in Node's types, but kept for those who replace it.
  const ending = process as typeof process & { reallyExit: (code?: number) => void };
  const askForTheEnd = ending.reallyExit.bind(process);
  ending.reallyExit = (code?: number): never => {
    askForTheEnd(code);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lastWordMs);
    process.kill(process.pid, 'SIGKILL');
    for (;;);
  };
}
