import { formatInterval, formatSpeedup } from '../../base/format-speedup';
import { countOf } from '../../base/format-count';
import { formatShare } from '../../base/format-share';
import { joinWords } from '../../base/join-words';
import type { ModeResult } from '../compare-modes';
import { noWinnerSentence } from './no-winner-sentence';
import { capitalised, plain, strong, type Sentence } from './sentence';
import type { Evidence } from './disturbance';
import type { Ranking } from './winner';

/** "Processes won: 3.71× faster than serial (95 % interval 3.62–3.78), 93 % of what 4 workers could give." */
export function winnersSentence(ranking: Ranking, results: readonly ModeResult[], evidence: Evidence): Sentence {
  const { winners } = ranking;
  const winner = winners[0];
  if (winner === undefined) return noWinnerSentence(ranking, evidence);
  const baseline = results.find((result) => result.isBaseline) ?? null;
  const startup = evidence.includeStartup ? ', start-up included' : '';
  if (winner === baseline) return baselineWon(ranking, baseline, startup);
  const names = winners.map((result) => result.mode);
  const head = [strong(capitalised(joinWords(names))), plain(` won${winners.length > 1 ? ', about even' : ''}`)];
  if (baseline === null || winner.speedup === null) return [...head, plain(`${startup}.`)];
  if (winners.length > 1) {
    const gains = winners.map((result) => (result.speedup === null ? '–' : formatSpeedup(result.speedup.value)));
    return [...head, plain(`: ${joinWords(gains)} faster than ${baseline.mode}${startup}.`)];
  }
  const { value, low, high } = winner.speedup;
  const certainty = low === null || high === null ? 'one repeat' : `95 % interval ${formatInterval(low, high)}`;
  return [
    ...head,
    plain(`: ${formatSpeedup(value)} faster than ${baseline.mode} (${certainty}${startup})`),
    plain(`${ideal(winner, evidence.logicalCores)}.`),
  ];
}

function ideal(winner: ModeResult, logicalCores: number): string {
  if (winner.efficiency === null) return '';
  const limitedByCores = winner.workers > logicalCores;
  const of = limitedByCores ? countOf(logicalCores, 'core') : countOf(winner.workers, 'worker');
  return `, ${formatShare(winner.efficiency.ofCores, 0)} of what ${of} could give`;
}

/** All others are known to be slower. */
function baselineWon({ ordered }: Ranking, baseline: ModeResult, startup: string): Sentence {
  const slower = ordered
    .filter((result) => result !== baseline && result.speedup !== null)
    .map((result) => `${result.mode} took ${formatSpeedup(1 / result.speedup!.value)} as long`);
  return [
    strong(capitalised(baseline.mode)),
    plain(` was fastest${startup}${slower.length === 0 ? '' : `: ${joinWords(slower)}`}.`),
  ];
}
