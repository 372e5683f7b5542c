import { formatCoresUsed } from '../../base/format-cores';
import { countOf } from '../../base/format-count';
import { joinWords } from '../../base/join-words';
import type { Mode } from '../../trace/run';
import { hasInFlight } from '../run-time';
import { isLoopMode } from '../../trace/interpreter-modes';
import { useOf } from './async-gained-nothing';
import { busiestLoop } from './busiest-loop';
import { capitalised } from '../verdict/sentence';
import { defineFinding, type FinishedRun } from './finding';

/** Of the work: as many tasks in flight as were allowed. */
const capped = 0.5;
/** Cores used, of those that the tasks in flight could have used. */
const lowUse = 0.3;
/** Of all cores, by whatever program: above it, tasks may have wanted a core and had none. */
const busyMachine = 0.7;

export const waitingDominates = defineFinding({
  id: 'waiting-dominates',
  about: 'Cores were hardly used although as many tasks as allowed were in flight: the limit is on waiting.',
  find: ({ machine, runs }) => {
    const waiting = [...runs.values()].filter((run) => {
      const cap = capOf(run);
      const { coresUsed, cores } = run.numbers;
      const busy = cores.reduce((sum, core) => sum + (core.busyShare ?? 0), 0) / machine.logicalCores;
      if (busy > busyMachine) return false;
      if (coresUsed === null || coresUsed >= lowUse * Math.min(run.result.workers, machine.logicalCores)) return false;
      return run.index.inFlight.shareAtLeast(cap, run.work) >= capped;
    });
    const async = waiting.filter(({ result }) => hasInFlight(result.mode));
    const others = waiting.filter(({ result }) => !hasInFlight(result.mode));
    const blocking = [...runs.values()].flatMap((run) => (isBlocking(run) ? [run.result.mode] : []));
    return [...oneAtATime(others, blocking), ...raiseTheLimit(async)];
  },
});

/** A worker holds one task at a time; the event loop as many as it is allowed. */
function capOf({ result }: FinishedRun): number {
  return hasInFlight(result.mode) ? result.drawn.inFlight : result.workers;
}

/** Whether its event loop stood still in blocking calls: then it overlaps no waits. */
function isBlocking(run: FinishedRun): boolean {
  if (!isLoopMode(run.result.mode)) return false;
  const loop = busiestLoop(run);
  return loop !== null && useOf(run, loop)?.kind === 'waiting';
}

/** @param blocking modes of an event loop that stood still in blocking calls */
function oneAtATime(runs: readonly FinishedRun[], blocking: readonly Mode[]) {
  const first = runs[0];
  if (first === undefined) return [];
  const modes: readonly Mode[] = runs.map(({ result }) => result.mode);
  const used = runs.map(({ numbers }) => numbers.coresUsed ?? 0);
  const remedy =
    blocking.length === 0
      ? 'more workers, or async, which overlaps the waits on one thread'
      : `more workers; ${joinWords(blocking)} as well, once the waits are awaited and don’t block the event loop`;
  const verb = modes.length === 1 ? 'used' : 'used at most';
  return [
    {
      title: 'Waiting dominates',
      detail: `${capitalised(joinWords(modes))} ${verb} ${formatCoresUsed(Math.max(...used))}: each worker waits for its task before it takes the next. More in flight would help: ${remedy}.`,
      weight: 'hint' as const,
      evidence: { run: first.result.drawn.id, mode: first.result.mode, range: first.work, lane: null },
    },
  ];
}

function raiseTheLimit(runs: readonly FinishedRun[]) {
  return runs
    .filter(({ result }) => (result.drawn.outcome?.items ?? 0) > result.drawn.inFlight)
    .map(({ result, numbers, work }) => ({
      title: `The in-flight limit holds ${result.mode} back`,
      detail: `${countOf(result.drawn.inFlight, 'task')} in flight, the limit, used ${formatCoresUsed(numbers.coresUsed ?? 0)}. A higher limit overlaps more waits.`,
      weight: 'hint' as const,
      evidence: { run: result.drawn.id, mode: result.mode, range: work, lane: null },
    }));
}
