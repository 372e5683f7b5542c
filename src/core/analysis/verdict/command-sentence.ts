import { formatCoresUsed } from '../../base/format-cores';
import { formatDuration } from '../../base/format-duration';
import { formatShare } from '../../base/format-share';
import { formatInterval, formatSpeedup } from '../../base/format-speedup';
import { joinWords } from '../../base/join-words';
import type { ModeResult } from '../compare-modes';
import { capitalised, plain, strong, type Sentence } from './sentence';
import type { Ranking } from './winner';

/** Long command lines are told by their beginning. */
const mostName = 60;

/** Of recorded commands: what one took and used, or which was faster. They are no modes of one work, so none "won". */
export function commandSentence(
  { first, rest }: Ranking,
  results: readonly ModeResult[],
  logicalCores: number,
): Sentence {
  const only = first[0]!;
  if (first.length + rest.length === 1) return onlySentence(only, logicalCores);
  if (rest.length === 0) {
    const single = first.some(({ runs }) => runs.length < 2);
    const than = single ? 'a single repeat of each can tell' : 'their repeats among themselves';
    const names = joinWords(first.map(({ mode }) => mode));
    return [strong('About the same:'), plain(` ${names} differ by less than ${than}.`)];
  }
  const names = capitalised(joinWords(first.map(({ mode }) => mode)));
  const other = results.find(({ isBaseline }) => isBaseline);
  const compared = other === undefined || first.includes(other) ? rest.at(-1)! : other;
  const gain =
    first.includes(other!) || only.speedup === null
      ? ` than ${joinWords(rest.map(({ mode }) => mode))}`
      : `: ${formatSpeedup(only.speedup.value)} as fast as ${compared.mode} (${certaintyOf(only.speedup)})`;
  const times = ` ${formatDuration(only.timeMs!)} against ${formatDuration(compared.timeMs!)}.`;
  return [strong(`${names} ${first.length > 1 ? 'were' : 'was'} faster`), plain(`${gain},${times}`)];
}

function onlySentence({ drawn, timeMs, mode }: ModeResult, logicalCores: number): Sentence {
  const name = drawn.command?.name ?? mode;
  const { workCpuMs, workMs } = drawn.outcome ?? {};
  const used =
    workCpuMs === undefined || workCpuMs === null || workMs === undefined || !(workMs > 0)
      ? ''
      : ` and used ${formatCoresUsed(workCpuMs / workMs)} of ${logicalCores}, ${formatShare(workCpuMs / workMs / logicalCores)} of the machine`;
  return [
    strong(name.length > mostName ? `${name.slice(0, mostName)}…` : name),
    plain(` took ${formatDuration(timeMs!)}${used}.`),
  ];
}

function certaintyOf({ low, high }: NonNullable<ModeResult['speedup']>): string {
  return low === null || high === null ? 'one repeat' : `95 % interval ${formatInterval(low, high)}`;
}
