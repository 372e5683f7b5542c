import { JobError, nameAndMessage, stackOf } from '../run/failure';
import { workerName } from './mode-run';

/** Thrown in a callback of the user's, or a rejection that nobody handled. `who`: `the work`, `worker 2`. */
export function uncaughtError(error: unknown, who: string, item: number | null): JobError {
  const message = `an error that nobody caught ended ${who}${during(item)}: ${nameAndMessage(error)}`;
  return new JobError({ message, ...known(item), ...stackOf(error) });
}

/** The `error` event of a worker thread. */
export function threadDied(worker: number, item: number | null, error: unknown): JobError {
  if ((error as { code?: unknown } | null)?.code !== 'ERR_WORKER_OUT_OF_MEMORY') {
    return uncaughtError(error, workerName(worker), item);
  }
  const message = `${workerName(worker)} ran out of memory${during(item)}: its JavaScript heap was full. Keep less in memory in one item, or run fewer workers.`;
  return new JobError({ message, ...known(item) });
}

/** @param how `exit code 3`, `signal SIGKILL`. @param item null: not known. */
export function workerEnded(worker: number, item: number | null, how: string): JobError {
  const where = item === null ? ' before its work was done' : during(item);
  return new JobError({ message: `${workerName(worker)} ended with ${how}${where}.${hint(how)}`, ...known(item) });
}

/** What V8 and the kernel do when memory is used up. */
function hint(how: string): string {
  if (how.includes('SIGABRT') || how.includes('exit code 134')) return ' Node aborts so when its memory is used up.';
  return how.includes('SIGKILL') ? ' The system kills so when the machine’s memory is used up.' : '';
}

const during = (item: number | null): string => (item === null ? '' : ` while running item ${item}`);
const known = (item: number | null): { item?: number } => (item === null ? {} : { item });
