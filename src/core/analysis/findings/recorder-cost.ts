import { formatDuration } from '../../base/format-duration';
import { formatShare } from '../../base/format-share';
import type { Machine } from '../../trace/machine';
import { defineFinding, type FinishedRun } from './finding';

/** Of one core, where none was free; less is hardly felt. */
const minShare = 0.1;
/** And where one was. */
const minFreeShare = 0.5;
/** Below this, the share of a short run is that of its start and end. */
const minMs = 25;
/** Of all cores: where the run and others left less free, the recorder took from the run. */
const fullShare = 0.9;

export const recorderCost = defineFinding({
  id: 'recorder-cost',
  about:
    'The recorder itself used 25 ms and 10 % of a core or more during a run for which no core was free; or half a core.',
  find: ({ machine, runs }) => {
    const [costly] = [...runs.values()]
      .filter((run) => shareOf(run) >= (isFull(run, machine) ? minShare : minFreeShare))
      .filter(({ numbers }) => numbers.recorderMs! >= minMs)
      .toSorted((a, b) => shareOf(b) - shareOf(a));
    if (costly === undefined) return [];
    const { result, work, numbers } = costly;
    const full = isFull(costly, machine);
    const effect = full
      ? 'No core was free, so the run had to wait for it: its time is longer by some of that.'
      : 'Cores were free, so the run hardly noticed.';
    return [
      {
        title: 'Recording took part of a core',
        detail: `The recorder used ${formatDuration(numbers.recorderMs!)}, ${formatShare(shareOf(costly), 0)} of a core. ${effect}`,
        weight: full ? 'hint' : 'fact',
        evidence: { run: result.drawn.id, mode: result.mode, range: work, lane: null },
      },
    ];
  },
});

function isFull({ numbers: { cores } }: FinishedRun, machine: Machine): boolean {
  const busy = cores.reduce((sum, { busyShare }) => sum + (busyShare ?? 0), 0);
  return cores.length > 0 && busy >= fullShare * machine.logicalCores;
}

const shareOf = ({ numbers }: FinishedRun): number => numbers.recorderShare ?? 0;
