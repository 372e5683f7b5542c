import { formatCoresUsed } from '../../base/format-cores';
import { formatShare } from '../../base/format-share';
import { joinWords } from '../../base/join-words';
import { besideMode, isLoopMode } from '../../trace/interpreter-modes';
import type { ModeResult } from '../compare-modes';
import { loopUse } from '../loop-use';
import { capitalised, plain, strong, type Sentence } from './sentence';
import type { Ranking } from './winner';

/** A gain below this is none, even where repeats are sure of it. */
const smallGain = 0.05;
/** And with one run each. */
const smallGainOfOneRun = 0.1;
/** Below this many cores used, a run that won is said to have won by waiting for many things at once. */
const mostlyWaits = 0.5;

/** Why modes of one event loop gained nothing, or why one won; null where none did either or nothing measured says why. */
export function sentenceOfAsync(finished: readonly ModeResult[], { winners }: Ranking): Sentence | null {
  const loops = finished.filter(({ mode, speedup }) => isLoopMode(mode) && speedup !== null);
  const against = (result: ModeResult): ModeResult | undefined =>
    finished.find(({ mode, isBaseline }) => isBaseline && mode === besideMode(result.mode, 'serial'));
  const winner = winners[0];
  if (winner !== undefined && loops.includes(winner) && against(winner) !== undefined) return wonByWaiting(winner);
  const said = new Map<string, ModeResult[]>();
  for (const result of loops) {
    const words = against(result) === undefined || winners.includes(result) ? null : gainedNothing(result);
    if (words !== null) said.set(words, [...(said.get(words) ?? []), result]);
  }
  const first = [...said][0];
  if (first === undefined) return null;
  const [words, results] = first;
  return [strong(capitalised(joinWords(results.map(({ mode }) => mode)))), plain(` ${words}`)];
}

function wonByWaiting({ mode, drawn: { outcome } }: ModeResult): Sentence | null {
  if (outcome === undefined || outcome.workCpuMs === null || !(outcome.workMs > 0)) return null;
  const coresUsed = outcome.workCpuMs / outcome.workMs;
  return coresUsed >= mostlyWaits
    ? null
    : [plain(`This work waits: ${mode} did it with ${formatCoresUsed(coresUsed)}.`)];
}

/** What follows the mode's name; null: it gained something, or what it did can't be told. */
function gainedNothing({ speedup, drawn, runs }: ModeResult): string | null {
  const { value, low, high } = speedup!;
  const single = low === null || high === null;
  const why = whyOf(drawn);
  if (single) return value < 1 + smallGainOfOneRun && why !== null ? `gained nothing: ${why}` : null;
  if (low > 1 && value >= 1 + smallGain) return null;
  const verb = high < 1 && value < 1 - smallGain && runs.length > 1 ? 'only cost time' : 'gained nothing';
  return why === null ? `${verb}.` : `${verb}: ${why}`;
}

function whyOf({ outcome, python }: ModeResult['drawn']): string | null {
  const loop = outcome?.eventLoops.length === 1 ? outcome.eventLoops[0]! : null;
  const use = loop === null || outcome === undefined ? null : loopUse(loop, outcome);
  if (use === null) return null;
  if (use.kind === 'computing') return use.always ? 'this work never waits.' : 'this work mostly computes.';
  if (use.kind === 'wanting')
    return `its thread wanted a core for ${formatShare(use.share, 0)} of the time and had none.`;
  return blockingWords(loop?.runs, python !== undefined);
}

/** The loop stood still in what it ran. @param runs name of the function; undefined: not known */
export function blockingWords(runs: string | undefined, isPython: boolean): string {
  const remedy = isPython
    ? 'Await the library’s async call there, or hand it to asyncio.to_thread'
    : 'Await the asynchronous call there, or use threads';
  return `${runs === undefined ? 'the work' : `${runs}()`} waits in a blocking call, and the event loop stands still meanwhile. ${remedy}.`;
}
