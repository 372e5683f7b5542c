import { formatCoresUsed } from '../../base/format-cores';
import { defineFinding } from './finding';
import { coresUsedByOthers, wasDisturbed } from './others-used';

export const otherLoad = defineFinding({
  id: 'other-load',
  about: 'Other programs used more than 15 % of the machine during a run: its time is longer than it had to be.',
  find: ({ machine, runs }) => {
    const disturbed = [...runs.values()]
      .filter((run) => wasDisturbed(run, machine))
      .map((run) => ({ run, others: coresUsedByOthers(run, machine) ?? 0 }))
      .sort((a, b) => b.others - a.others)[0];
    if (disturbed === undefined) return [];
    const { result, work } = disturbed.run;
    return [
      {
        title: 'Other programs were busy',
        detail: `While ${result.mode} ran, others used ${formatCoresUsed(disturbed.others)}. Close them and run again for times that can be trusted.`,
        weight: 'hint',
        evidence: { run: result.drawn.id, mode: result.mode, range: work, lane: null },
      },
    ];
  },
});
