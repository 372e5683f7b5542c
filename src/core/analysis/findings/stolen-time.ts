import { formatDuration } from '../../base/format-duration';
import { formatShare } from '../../base/format-share';
import { defineFinding, type FinishedRun } from './finding';

/** Of the time that threads seemed to be on a core. */
const minShare = 0.05;
const minMs = 20;

export const stolenTime = defineFinding({
  id: 'stolen-time',
  about: 'The hypervisor took cores away while threads of a run were on them, for 5 % of their time or more.',
  find: ({ runs }) => {
    const [worst] = [...runs.values()]
      .filter((run) => (run.numbers.stolenMs ?? 0) >= minMs && shareOf(run) >= minShare)
      .toSorted((a, b) => shareOf(b) - shareOf(a));
    if (worst === undefined) return [];
    const { result, work, numbers } = worst;
    return [
      {
        title: 'The hypervisor took cores away',
        detail: `For ${formatDuration(numbers.stolenMs!)}, ${formatShare(shareOf(worst), 0)} of the time that its threads seemed to be on a core, this virtual machine had no core for them. CPU time leaves that out; wall time is longer by it. Measure on a machine of your own, or repeat while its host is quiet.`,
        weight: 'hint',
        evidence: { run: result.drawn.id, mode: result.mode, range: work, lane: null },
      },
    ];
  },
});

function shareOf({ numbers: { stolenMs, cpuMs } }: FinishedRun): number {
  if (stolenMs === null || cpuMs === null || stolenMs <= 0) return 0;
  return stolenMs / (stolenMs + cpuMs);
}
