import { isAlive } from '../proc/is-alive';
import { allProcesses, familyOf } from '../proc/process-stat';
import type { ChildHandle } from './spawn';

export type ListTree = (handle: Pick<ChildHandle, 'pid' | 'ownGroup' | 'related'>) => readonly number[];

/**
 * Processes that belong to a job and are alive: its host, those started at its request, all below them, and all in the
 * host's group, so that those whose parent has ended are found as well. Elsewhere than on Linux: those known by pid.
 */
export const listTree: ListTree = ({ pid, ownGroup, related }) => {
  const roots = [pid, ...related()];
  if (process.platform !== 'linux') return roots.filter(isAlive);
  const processes = allProcesses().filter(({ state }) => state !== 'Z');
  const members = processes.filter((stat) => roots.includes(stat.pid) || (ownGroup && stat.group === pid));
  return familyOf(
    members.map((stat) => stat.pid),
    processes,
  ).map((stat) => stat.pid);
};

/** Does nothing for processes that are gone. */
export function signal(pids: readonly number[], name: 'SIGTERM' | 'SIGKILL'): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It ended in the meantime.
    }
  }
}
