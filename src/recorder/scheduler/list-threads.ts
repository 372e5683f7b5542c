import { readdirSync } from 'node:fs';
import { readProcLine } from '../proc/proc-file';
import { allProcesses, familyOf } from '../proc/process-stat';
import type { AdoptedThread } from './follow-records';
import { parseAccount, parseLook } from './sampled/thread-files';

/** A thread's numbers, as cheaply as they can be had. */
export interface ListedThread {
  readonly pid: number;
  readonly tid: number;
  readonly parentPid: number;
}

/** All threads of processes that are there, and of all below them; parents before children. */
export function listThreads(pids: readonly number[]): ListedThread[] {
  const alive = allProcesses().filter(({ state }) => state !== 'Z' && state !== 'X');
  return familyOf(pids, alive).flatMap(({ pid, parent }) =>
    threadsOf(pid).map((tid) => ({ pid, tid, parentPid: parent })),
  );
}

function threadsOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [];
  }
}

/** What it does now; null: it has ended. */
export function lookAt(thread: ListedThread): AdoptedThread | null {
  const folder = `/proc/${thread.pid}/task/${thread.tid}`;
  const [stat, account] = [readProcLine(`${folder}/stat`), readProcLine(`${folder}/schedstat`)];
  if (stat === null) return null;
  const { name, letter } = parseLook(stat);
  if (letter === 'Z' || letter === 'X') return null;
  const { wanted, ran } = account === null ? { wanted: 0, ran: 0 } : parseAccount(account);
  return { ...thread, name, isReady: letter === 'R', wanted, ran };
}
