import { formatSpeedup } from '../../base/format-speedup';
import { formatShare } from '../../base/format-share';
import { agentThreadName } from '../../trace/lane';
import { countOf } from '../../base/format-count';
import { ancestorOfKind, findLane, findTracks } from '../../trace/find-tracks';
import { besideMode } from '../../trace/interpreter-modes';
import { isCommandMode } from '../../trace/run';
import { trackNames } from '../../trace/track';
import { isParallel } from '../run-time';
import type { ThreadNumbers } from '../run-numbers';
import { shareInState } from '../share-in-state';
import { capitalised } from '../verdict/sentence';
import { defineFinding, type FinishedRun } from './finding';
import { gain } from './gain';

/** Of the time that a process's threads ran or waited for the GIL: below it nobody was kept much. */
const noticeable = 0.25;
/** Of the work, and of all threads in ms: below both the GIL cost the run little, whatever its threads ran. */
const minHeld = 0.05;
const minWaitedMs = 1000;
/** A thread that took part ran or waited for it at least so long, ms. */
const tookPartMs = 20;
/** Against serial: up to here threads have gained nothing. */
const nothing = 1.1;

export const gil = defineFinding({
  id: 'gil',
  about: 'Threads of a Python program waited for each other’s global lock: they took turns on one core.',
  find: ({ runs }) =>
    [...runs.values()].flatMap((run) => {
      const { mode } = run.result;
      const serial = runs.get(besideMode(mode, 'serial'));
      const inVain = isParallel(mode) && serial !== undefined && gain(serial, run) <= nothing;
      const kept = processesOf(run).filter(({ threads, share }) => threads.length > 1 && share >= noticeable);
      return kept.flatMap(({ pid, process, threads, share, waitedMs }) => {
        // Whoever waits for it, waits for somebody who holds it.
        const heldShare = shareInState(statesOf(run, pid), 'gil', run.work);
        if (heldShare < minHeld && waitedMs < minWaitedMs) return [];
        const held = formatShare(heldShare, 0);
        const longest = threads.toSorted((a, b) => gilMsOf(b) - gilMsOf(a))[0]!;
        const lane = run.recording.lanes.find(({ kind, tid }) => kind === 'thread' && tid === longest.tid);
        const waited = `${countOf(threads.length, 'thread')} of ${process} ${pid} waited for Python’s global lock ${formatShare(share, 0)} of the time they ran or wanted it`;
        return [
          {
            title: inVain
              ? `${capitalised(mode)} gained nothing: the GIL was held ${held} of the time`
              : `${isCommandMode(mode) ? 'Threads' : capitalised(mode)} took turns: the GIL${isCommandMode(mode) ? ` (${process} ${pid})` : ''}`,
            detail: `${waited}; ${held} of the time one held it and others waited. More threads gain nothing there: ${insteadOf(run, runs.get(besideMode(mode, 'processes')))}`,
            weight: 'hint' as const,
            costMs: waitedMs,
            evidence: { run: run.result.drawn.id, mode, range: run.work, lane: lane?.id ?? null },
          },
        ];
      });
    }),
});

/** Processes are advised where they were not tried. */
function insteadOf(threads: FinishedRun, processes: FinishedRun | undefined): string {
  if (processes === undefined) return 'use processes, or native code that releases it.';
  const gained = gain(threads, processes);
  if (gained > nothing) return `processes were ${formatSpeedup(gained)} as fast here.`;
  return 'processes were no faster here; native code that releases it may be.';
}

/** The threads of each process that waited for the GIL, and the share of that in what all its threads waited for it or ran. */
function processesOf({ numbers }: FinishedRun) {
  const byPid = new Map<number, ThreadNumbers[]>();
  for (const thread of numbers.threads) {
    // The agent's own waits for it as well: it looks at the others.
    if (thread.name === agentThreadName) continue;
    if (thread.pid === null || gilMsOf(thread) + (thread.onCpuMs ?? 0) < tookPartMs) continue;
    byPid.set(thread.pid, [...(byPid.get(thread.pid) ?? []), thread]);
  }
  return [...byPid].map(([pid, all]) => {
    const threads = all.filter((thread) => gilMsOf(thread) > 0);
    const waited = all.reduce((sum, thread) => sum + gilMsOf(thread), 0);
    // Those that never waited ran beside the others, in native code: they took no turns.
    const ran = all.reduce((sum, { onCpuMs }) => sum + (onCpuMs ?? 0), 0);
    return { pid, process: all[0]!.process, threads, share: waited / (waited + ran), waitedMs: waited };
  });
}

/** Its threads waited for the GIL: that alone keeps them from running at once. */
export const waitedForGil = (run: FinishedRun): boolean => processesOf(run).some(({ share }) => share >= noticeable);

const gilMsOf = ({ states }: ThreadNumbers): number => states?.blockedMs.gil ?? 0;

/** What the threads of one process did when. */
function statesOf({ recording }: FinishedRun, pid: number) {
  return findTracks(recording, 'states', trackNames.states).flatMap(({ lane: id, columns }) => {
    const lane = findLane(recording, id);
    if (lane?.name === agentThreadName) return [];
    const of = lane === null ? undefined : (lane.pid ?? ancestorOfKind(recording, lane, 'process')?.pid);
    return of === pid ? [columns] : [];
  });
}
