import { joinWords } from '../../base/join-words';
import { resultsEqual } from '../compare-modes';
import { defineFinding } from './finding';

export const resultsDiffer = defineFinding({
  id: 'results-differ',
  about: 'Finished runs gave different results: at least one mode is wrong.',
  find: ({ results, runs }) => {
    if (resultsEqual(results.flatMap((result) => result.runs)) !== false) return [];
    const finished = [...runs.values()];
    const reference = (finished.find(({ result }) => result.isBaseline) ?? finished[0])?.result.drawn;
    if (reference === undefined) return [];
    const checksum = reference.outcome?.checksum;
    const other = finished.find(({ result }) =>
      result.runs.some((run) => run.status === 'done' && run.outcome?.checksum !== checksum),
    );
    if (other === undefined) return [];
    const sums = results.flatMap((result) =>
      result.runs[0]?.outcome === undefined ? [] : `${result.mode} ${result.runs[0].outcome.checksum}`,
    );
    return [
      {
        title: 'Results differ',
        detail: `The modes did not compute the same: checksums ${joinWords(sums)}. Does the work depend on order, time, chance or shared state?`,
        weight: 'loud',
        evidence: { run: other.result.drawn.id, mode: other.result.mode, range: other.work, lane: null },
      },
    ];
  },
});
