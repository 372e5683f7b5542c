import { formatShare } from '../../base/format-share';
import { countOf } from '../../base/format-count';
import { defineFinding } from './finding';

/** Of all cores, by this job alone: what is left is start, end and the system's own work. */
const full = 0.93;

export const allCoresUsed = defineFinding({
  id: 'all-cores-used',
  about: 'A run used more than 93 % of the machine: more workers can not make it faster here.',
  find: ({ machine, runs }) => {
    const fullest = [...runs.values()]
      .filter(({ numbers }) => (numbers.machineShare ?? 0) >= full)
      .sort((a, b) => a.numbers.wallMs - b.numbers.wallMs)[0];
    if (fullest === undefined || machine.logicalCores < 2) return [];
    const { result, numbers, work } = fullest;
    const share = formatShare(Math.min(1, numbers.machineShare!), 0);
    return [
      {
        title: 'All cores used',
        detail: `In ${result.mode} the work itself used ${share} of ${countOf(machine.logicalCores, 'core')}: more workers have nothing to gain on this machine.`,
        weight: 'fact',
        evidence: { run: result.drawn.id, mode: result.mode, range: work, lane: null },
      },
    ];
  },
});
