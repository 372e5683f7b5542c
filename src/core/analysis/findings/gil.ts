import { formatShare } from '../../base/format-share';
import { countOf } from '../../base/format-count';
import type { ThreadNumbers } from '../run-numbers';
import { defineFinding, type FinishedRun } from './finding';

/** Of the time that a process's threads ran or waited for the GIL: below it nobody was kept much. */
const noticeable = 0.25;
/** A thread that took part ran or waited for it at least so long, ms. */
const tookPartMs = 20;

export const gil = defineFinding({
  id: 'gil',
  about: 'Threads of a Python program waited for each other’s global lock: they took turns on one core.',
  find: ({ runs }) =>
    [...runs.values()].flatMap((run) => {
      const kept = processesOf(run).filter(({ threads, share }) => threads.length > 1 && share >= noticeable);
      return kept.map(({ process, threads, share }) => ({
        title: 'Threads took turns: the GIL',
        detail: `${countOf(threads.length, 'thread')} of ${process} waited for Python’s global lock ${formatShare(share, 0)} of the time they ran or wanted it: more threads gain nothing there. Use processes, or native code that releases it.`,
        weight: 'hint' as const,
        evidence: { run: run.result.drawn.id, mode: run.result.mode, range: run.work, lane: null },
      }));
    }),
});

/** The threads of each process that ran or waited for the GIL, and the share of that they waited. */
function processesOf({ numbers }: FinishedRun) {
  const byPid = new Map<number, ThreadNumbers[]>();
  for (const thread of numbers.threads) {
    const gilMs = thread.states?.blockedMs.gil ?? 0;
    if (thread.pid === null || gilMs === 0 || gilMs + (thread.onCpuMs ?? 0) < tookPartMs) continue;
    byPid.set(thread.pid, [...(byPid.get(thread.pid) ?? []), thread]);
  }
  return [...byPid.values()].map((threads) => {
    const waited = threads.reduce((sum, { states }) => sum + (states?.blockedMs.gil ?? 0), 0);
    const ran = threads.reduce((sum, { onCpuMs }) => sum + (onCpuMs ?? 0), 0);
    return { process: threads[0]!.process, threads, share: waited / (waited + ran) };
  });
}
