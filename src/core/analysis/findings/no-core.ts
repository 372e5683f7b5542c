import { countOf } from '../../base/format-count';
import { formatCoresUsed } from '../../base/format-cores';
import { formatDuration } from '../../base/format-duration';
import { isLoopMode } from '../../trace/interpreter-modes';
import type { Machine } from '../../trace/machine';
import { isCommandMode } from '../../trace/run';
import { defineFinding, type FinishedRun } from './finding';
import { loopDelays } from './loop-delays';
import { feltMs, nameOfLoop, programStops, type LoopStop } from './loop-stops';
import { coresUsedByOthers, noticeableLoad } from './others-used';

export const noCore = defineFinding({
  id: 'no-core',
  about:
    'An event loop stood still for more than 50 ms because its thread wanted a core and had none: it is the machine ' +
    'that was busy, no step of the program took that long.',
  find: ({ machine, runs }) =>
    [...runs.values()].flatMap((run) => {
      const { recording, result } = run;
      const stops = stopsOf(run).filter(isStarved);
      const worst = stops.toSorted((a, b) => b.lengthMs - b.ownMs - (a.lengthMs - a.ownMs))[0];
      if (worst === undefined) return [];
      const { lane, range, lengthMs, ownMs } = worst;
      const often = stops.length > 1 ? ` That was so for more than ${feltMs} ms ${countOf(stops.length, 'time')}.` : '';
      return [
        {
          title: `The event loop had no core for ${formatDuration(lengthMs - ownMs)} (${nameOfLoop(recording, lane)})`,
          detail: `Its thread had work to do, and other threads were on the cores; no step of its own took that long.${often} ${whoHadThem(run, machine)}`,
          weight: 'hint' as const,
          evidence: { run: result.drawn.id, mode: result.mode, range, lane },
        },
      ];
    }),
});

function stopsOf(run: FinishedRun): readonly LoopStop[] {
  if (isCommandMode(run.result.mode)) return programStops(run);
  return isLoopMode(run.result.mode) ? loopDelays(run).filter(({ lengthMs }) => lengthMs >= feltMs) : [];
}

const isStarved = ({ ownMs, lengthMs }: LoopStop): boolean => ownMs < feltMs && lengthMs - ownMs >= feltMs;

function whoHadThem(run: FinishedRun, machine: Machine): string {
  const others = coresUsedByOthers(run, machine);
  if (others !== null && others >= noticeableLoad * machine.logicalCores)
    return `Other programs used ${formatCoresUsed(others)} during the run: close them and run again.`;
  return 'Use no more busy threads and processes than there are cores.';
}
