import { setTimeout as sleep } from 'node:timers/promises';
import { knownStarts, listTree, signal } from './process-tree';
import type { ChildHandle } from './spawn';

/** A host that is asked to stop removes what it made for the run; one that computes hears nothing. */
const askedMs = 250;
const terminatedMs = 500;
const pollMs = 20;

/** How the end of processes is brought about; tests bring their own. */
export interface TreeEnds {
  readonly list: typeof listTree;
  readonly signal: typeof signal;
}
const realEnds: TreeEnds = { list: listTree, signal };

/**
 * Ends a job: asks, then TERM, then KILL, to the whole tree. When it resolves nothing of the job is left, but for
 * processes that the kernel can't end (stuck in a driver), which nobody can wait for.
 */
export async function endTree(handle: ChildHandle, ends: TreeEnds = realEnds): Promise<void> {
  // Children are looked for before the host ends: afterwards they have another parent.
  const known = new Set<number>();
  const alive = (): readonly number[] => {
    for (const pid of ends.list(handle)) {
      if (!known.has(pid)) knownStarts.note(pid);
      known.add(pid);
    }
    return ends.list({ pid: handle.pid, ownGroup: handle.ownGroup, related: () => [...known] });
  };
  alive();
  handle.post({ type: 'stop' });
  if (await gone(alive, askedMs)) return;
  handle.kill('SIGTERM');
  ends.signal(alive(), 'SIGTERM');
  if (await gone(alive, terminatedMs)) return;
  handle.kill('SIGKILL');
  ends.signal(alive(), 'SIGKILL');
  await gone(alive, terminatedMs);
}

/** For a host that has ended or should have: whatever it left behind is ended at once. */
export async function sweepTree(handle: ChildHandle, ends: TreeEnds = realEnds): Promise<void> {
  if (ends.list(handle).length > 0) await endTree(handle, ends);
}

async function gone(alive: () => readonly number[], withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (alive().length > 0) {
    if (performance.now() >= end) return false;
    await sleep(pollMs);
  }
  return true;
}
