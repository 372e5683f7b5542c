import { setTimeout as sleep } from 'node:timers/promises';
import { signal } from '../runner/process-tree';

const terminatedMs = 2000;
const killedMs = 1000;
const pollMs = 20;

/** Ends processes: TERM, and KILL for those that are there after two seconds. @param alive asked again and again: they may make more */
export async function endPids(alive: () => readonly number[]): Promise<void> {
  for (const [name, patienceMs] of [
    ['SIGTERM', terminatedMs],
    ['SIGKILL', killedMs],
  ] as const) {
    const end = performance.now() + patienceMs;
    const told = new Set<number>();
    for (let pids = alive(); pids.length > 0 && performance.now() < end; pids = alive()) {
      signal(
        pids.filter((pid) => !told.has(pid)),
        name,
      );
      for (const pid of pids) told.add(pid);
      await sleep(pollMs);
    }
  }
}
