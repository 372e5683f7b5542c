import { formatCoresUsed } from '../../base/format-cores';
import { formatDuration } from '../../base/format-duration';
import { formatShare } from '../../base/format-share';
import { formatInterval, formatSpeedup } from '../../base/format-speedup';
import { joinWords } from '../../base/join-words';
import type { ModeResult } from '../compare-modes';
import { failingExit } from '../end-of-run';
import type { Evidence } from './disturbance';
import { headsOfCommands, noWinnerSentence } from './no-winner-sentence';
import { capitalised, plain, strong, type Sentence } from './sentence';
import type { Ranking } from './winner';

/** Longer command lines are cut. */
const maxName = 60;

/** Of recorded commands: what one took and used, or which was faster. They are no modes of one work, so none "won". */
export function commandSentence(ranking: Ranking, results: readonly ModeResult[], evidence: Evidence): Sentence {
  const { ordered, winners } = ranking;
  if (ordered.length === 1) return onlySentence(ordered[0]!, evidence.logicalCores);
  const only = winners[0];
  if (only === undefined) return noWinnerSentence(ranking, evidence, headsOfCommands);
  const rest = ordered.filter((result) => !winners.includes(result));
  const names = capitalised(joinWords(winners.map(({ mode }) => mode)));
  const other = results.find(({ isBaseline }) => isBaseline);
  const compared = other === undefined || winners.includes(other) ? rest.at(-1)! : other;
  const gain =
    winners.includes(other!) || only.speedup === null
      ? ` than ${joinWords(rest.map(({ mode }) => mode))}`
      : `: ${formatSpeedup(only.speedup.value)} as fast as ${compared.mode} (${certaintyOf(only.speedup)})`;
  const times = ` ${formatDuration(only.timeMs!)} against ${formatDuration(compared.timeMs!)}.`;
  return [strong(`${names} ${winners.length > 1 ? 'were' : 'was'} faster`), plain(`${gain},${times}`)];
}

function onlySentence({ drawn, timeMs, mode }: ModeResult, logicalCores: number): Sentence {
  const name = drawn.command?.name ?? mode;
  const { workCpuMs, workMs } = drawn.outcome ?? {};
  const used =
    workCpuMs === undefined || workCpuMs === null || workMs === undefined || !(workMs > 0)
      ? ''
      : ` and used ${formatCoresUsed(workCpuMs / workMs)} of ${logicalCores}, ${formatShare(workCpuMs / workMs / logicalCores)} of the machine`;
  const short = name.length > maxName ? `${name.slice(0, maxName)}…` : name;
  const code = failingExit(drawn);
  if (code === null) return [strong(short), plain(` took ${formatDuration(timeMs!)}${used}.`)];
  return [strong(`${short} failed`), plain(` with exit code ${code} after ${formatDuration(timeMs!)}${used}.`)];
}

/** Of several commands: those that ended by themselves and said that they failed. */
export function failedExits(results: readonly ModeResult[]): Sentence[] {
  return results.flatMap(({ mode, runs }) => {
    const codes = [...new Set(runs.flatMap((run) => failingExit(run) ?? []))];
    if (codes.length === 0) return [];
    return [[strong(`${capitalised(mode)} failed`), plain(` with exit code ${joinWords(codes.map(String))}.`)]];
  });
}

function certaintyOf({ low, high }: NonNullable<ModeResult['speedup']>): string {
  return low === null || high === null ? 'one repeat' : `95 % interval ${formatInterval(low, high)}`;
}
