import { createRequire } from 'node:module';
import { parentPort } from './parent-channel';

const PR_SET_PDEATHSIG = 1;
const SIGKILL = 9;

/**
 * This process ends when the one that forked it is killed, even in the middle of an endless loop, where it could not
 * hear that the channel is closed. Linux only (prctl(2)); Electron does the same for its own processes. Elsewhere a
 * process ends as soon as its event loop turns.
 */
export function endWithParent(): void {
  if (process.platform !== 'linux' || parentPort !== undefined) return;
  try {
    const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
    const prctl = koffi.load(null).func('int prctl(int option, ulong a, ulong b, ulong c, ulong d)');
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  } catch {
    // Without koffi the closed channel has to do.
  }
}
