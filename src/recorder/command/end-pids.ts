import { setTimeout as sleep } from 'node:timers/promises';
import { signal } from '../runner/process-tree';

const terminatedMs = 2000;
const killedMs = 1000;
const pollMs = 20;

/**
 * Ends processes: TERM, and KILL for those that are there after two seconds.
 *
 * @param alive asked again and again: they may make more
 * @param owns asked right before each signal: a number may have been given to somebody else's process
 */
export async function endPids(alive: () => readonly number[], owns: (pid: number) => boolean): Promise<void> {
  for (const [name, patienceMs] of [
    ['SIGTERM', terminatedMs],
    ['SIGKILL', killedMs],
  ] as const) {
    const end = performance.now() + patienceMs;
    const told = new Set<number>();
    for (let pids = alive(); pids.length > 0 && performance.now() < end; pids = alive()) {
      signal(
        pids.filter((pid) => !told.has(pid) && owns(pid)),
        name,
      );
      for (const pid of pids) told.add(pid);
      await sleep(pollMs);
    }
  }
}
