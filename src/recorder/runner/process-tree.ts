import { isAlive } from '../proc/is-alive';
import { startOf } from '../proc/process-start';
import { allProcesses, familyOf } from '../proc/process-stat';
import type { ChildHandle } from './spawn';

/**
 * Starts of processes, noted while it was sure whose they were: a number that has another start since then was given to somebody
 * else's process.
 */
export class KnownStarts {
  readonly #starts = new Map<number, number>();

  /** The process is there, and it is ours. */
  note(pid: number, start = startOf(pid)): void {
    if (start !== null) this.#starts.set(pid, start);
  }

  isStranger(pid: number, start = startOf(pid)): boolean {
    const known = this.#starts.get(pid);
    return known !== undefined && start !== null && start !== known;
  }
}

/** Of the hosts of jobs, and of what belongs to them. */
export const knownStarts = new KnownStarts();

export type ListTree = (handle: Pick<ChildHandle, 'pid' | 'ownGroup' | 'related'>) => readonly number[];

/**
 * Processes that belong to a job and are alive: its host, those started at its request, all below them, and all in the
 * host's group, so that those whose parent has ended are found as well. Elsewhere than on Linux: those known by pid.
 */
export const listTree: ListTree = ({ pid, ownGroup, related }) => {
  const roots = [pid, ...related()];
  if (process.platform !== 'linux') return roots.filter(isAlive);
  const processes = allProcesses().filter(({ state }) => state !== 'Z');
  const strangers = new Set(
    processes.filter((stat) => knownStarts.isStranger(stat.pid, stat.startedAt)).map((stat) => stat.pid),
  );
  // The number of a group is given out again once nobody is in it: then all in it are another's.
  const hasGroup = ownGroup && !strangers.has(pid);
  const members = processes.filter(
    (stat) => !strangers.has(stat.pid) && (roots.includes(stat.pid) || (hasGroup && stat.group === pid)),
  );
  return familyOf(
    members.map((stat) => stat.pid),
    processes,
  ).map((stat) => stat.pid);
};

/** Signals a child that leads a group of its own, and that group; does nothing where nothing of it is left. */
export function signalGroup(pid: number, name: 'SIGTERM' | 'SIGKILL', ownGroup: boolean): void {
  if (!knownStarts.isStranger(pid)) signal([ownGroup ? -pid : pid], name);
}

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
