import { formatCoresUsed } from '../../base/format-cores';
import { formatSpeedup } from '../../base/format-speedup';
import { joinWords } from '../../base/join-words';
import type { ModeResult } from '../compare-modes';
import { speedup } from '../speedup';
import type { Disturbance, Evidence } from './disturbance';
import { plain, strong, type Sentence, type SentencePart } from './sentence';
import { isWallAlone, timesOf, type Ranking } from './winner';

/** Ratios below this are no difference, with one run each. */
const noDifference = 1.1;

/** How the sentences begin: of modes, and of commands, which never "win". */
interface Heads {
  readonly even: string;
  readonly once: string;
  readonly disturbed: string;
}
export const headsOfModes: Heads = {
  even: 'No mode won:',
  once: 'No mode won,',
  disturbed: 'No mode can be said to have won:',
};
export const headsOfCommands: Heads = { even: 'About the same:', once: 'Not sure yet,', disturbed: 'Not sure:' };

/** Why no mode (or command) is said to have won, and what was measured all the same. */
export function noWinnerSentence(
  { ordered, even, disturbance }: Ranking,
  evidence: Evidence,
  heads = headsOfModes,
): Sentence {
  const startup = evidence.includeStartup ? ', start-up included' : '';
  const ratios = ratiosOf(ordered, evidence.includeStartup);
  const largest = Math.max(...ratios.map(({ value }) => Math.max(value, 1 / value)));
  if (disturbance !== null && largest >= noDifference)
    return [strong(heads.disturbed), disturbed(ratios, disturbance, startup)];
  const alone = even.find((result) => result !== even[0] && isWallAlone(result, even[0]!));
  if (alone !== undefined && even.length === ordered.length)
    return [strong(heads.even), wallAlone([even[0]!, alone], startup)];
  const single = even.some((result) => result.runs.length < 2);
  const names = joinWords(even.map(({ mode }) => mode));
  const slower = ordered.filter((result) => !even.includes(result));
  if (single && largest >= noDifference) return [strong(heads.once), oneRunEach(ratios, startup)];
  const why = single
    ? 'differ by less than a single repeat of each can tell'
    : 'differ by less than their repeats among themselves';
  const known = slower.length === 0 ? '' : `; ${joinWords(slower.map(({ mode }) => mode))} took longer`;
  return [strong(heads.even), plain(` ${names} ${why}${startup}${known}.`)];
}

interface Ratio {
  readonly mode: ModeResult['mode'];
  readonly against: ModeResult['mode'];
  /** How many times as fast as the other. */
  readonly value: number;
}

/** Of each mode against the baseline; of the fastest against the slowest, where there is none. */
function ratiosOf(ordered: readonly ModeResult[], includeStartup: boolean): readonly Ratio[] {
  const baseline = ordered.find(({ isBaseline }) => isBaseline) ?? ordered.at(-1)!;
  return ordered.flatMap((result) => {
    if (result === baseline) return [];
    const ratio = speedup(timesOf(baseline, includeStartup), timesOf(result, includeStartup), includeStartup);
    return ratio === null ? [] : [{ mode: result.mode, against: baseline.mode, value: ratio.value }];
  });
}

/** "threads 1.60× and async 0.98× as fast as serial" */
function wordsOf(ratios: readonly Ratio[]): string {
  const each = ratios.map(({ mode, value }) => `${mode} ${formatSpeedup(value)}`);
  return `${joinWords(each)} as fast as ${ratios[0]?.against ?? ''}`;
}

function oneRunEach(ratios: readonly Ratio[], startup: string): SentencePart {
  return plain(` one run each: ${wordsOf(ratios)}${startup}; repeat to know how sure that is.`);
}

function disturbed(ratios: readonly Ratio[], { mode, cores }: Disturbance, startup: string): SentencePart {
  const others = cores === null ? 'other programs were busy' : `other programs used ${formatCoresUsed(cores)}`;
  return plain(` ${others} while ${mode} ran. Measured: ${wordsOf(ratios)}${startup}. Close them and run again.`);
}

function wallAlone(two: readonly ModeResult[], startup: string): SentencePart {
  const names = joinWords(two.map(({ mode }) => mode));
  return plain(` ${names} used the same CPU time${startup}; their times differ in how long they wanted a core.`);
}
