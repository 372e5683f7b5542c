import { formatInterval, formatSpeedup } from '../../base/format-speedup';
import { countOf } from '../../base/format-count';
import { formatShare } from '../../base/format-share';
import { joinWords } from '../../base/join-words';
import type { ModeResult } from '../compare-modes';
import { capitalised, plain, strong, type Sentence } from './sentence';
import type { Ranking } from './winner';

/** "Processes won: 3.71× faster than serial (95 % interval 3.62–3.78), 93 % of what 4 workers could give." */
export function winnersSentence(
  { first, rest }: Ranking,
  results: readonly ModeResult[],
  logicalCores: number,
  includeStartup: boolean,
): Sentence {
  const baseline = results.find((result) => result.isBaseline) ?? null;
  const startup = includeStartup ? ', start-up included' : '';
  if (rest.length === 0) return noWinner(first, startup);
  const winner = first[0]!;
  if (baseline !== null && first.includes(baseline)) return baselineWon(first, baseline, rest, startup);
  const names = first.map((result) => result.mode);
  const head = [strong(capitalised(joinWords(names))), plain(` won${first.length > 1 ? ', about even' : ''}`)];
  if (baseline === null || winner.speedup === null) return [...head, plain(`${startup}.`)];
  if (first.length > 1) {
    const gains = first.map((result) => (result.speedup === null ? '–' : formatSpeedup(result.speedup.value)));
    return [...head, plain(`: ${joinWords(gains)} faster than ${baseline.mode}${startup}.`)];
  }
  const { value, low, high } = winner.speedup;
  const certainty = low === null || high === null ? 'one repeat' : `95 % interval ${formatInterval(low, high)}`;
  return [
    ...head,
    plain(`: ${formatSpeedup(value)} faster than ${baseline.mode} (${certainty}${startup})`),
    plain(`${ideal(winner, logicalCores)}.`),
  ];
}

function ideal(winner: ModeResult, logicalCores: number): string {
  if (winner.efficiency === null) return '';
  const limitedByCores = winner.workers > logicalCores;
  const of = limitedByCores ? countOf(logicalCores, 'core') : countOf(winner.workers, 'worker');
  return `, ${formatShare(winner.efficiency.ofCores, 0)} of what ${of} could give`;
}

function noWinner(first: readonly ModeResult[], startup: string): Sentence {
  const names = joinWords(first.map((result) => result.mode));
  const single = first.some((result) => result.runs.length < 2);
  const why = single
    ? 'differ by less than a single repeat of each can tell'
    : 'differ by less than their repeats among themselves';
  return [strong('No mode won:'), plain(` ${names} ${why}${startup}.`)];
}

function baselineWon(
  first: readonly ModeResult[],
  baseline: ModeResult,
  rest: readonly ModeResult[],
  startup: string,
): Sentence {
  const slower = rest
    .filter((result) => result.speedup !== null)
    .map((result) => `${result.mode} took ${formatSpeedup(1 / result.speedup!.value)} as long`);
  const even = first.filter((result) => result !== baseline).map((result) => result.mode);
  const besides = even.length === 0 ? '' : ` (${joinWords(even)} about even)`;
  return [
    strong(capitalised(baseline.mode)),
    plain(` was fastest${besides}${startup}${slower.length === 0 ? '' : `: ${joinWords(slower)}`}.`),
  ];
}
