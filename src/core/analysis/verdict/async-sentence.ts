import { besideMode, kindOfMode } from '../../trace/interpreter-modes';
import type { RunOutcome } from '../../trace/run';
import { formatCoresUsed } from '../../base/format-cores';
import type { ModeResult } from '../compare-modes';
import { capitalised, plain, strong, type Sentence } from './sentence';
import { noiseOfOneRepeat, type Ranking } from './winner';

/** A gain below this is none, even where repeats are sure of it. */
const smallGain = 0.05;

/** From this busy share of its loop on, a run is said never to wait. */
const neverWaits = 0.95;
/** Below this many cores used, a run that won is said to have won by waiting for many things at once. */
const mostlyWaits = 0.5;

/** Why async gained nothing, or why it won; null where it did neither or where nothing measured says why. */
export function sentenceOfAsync(finished: readonly ModeResult[], ranking: Ranking): Sentence | null {
  const async = finished.find(({ mode }) => /^async(io)?$/.test(kindOfMode(mode) ?? ''));
  if (async === undefined) return null;
  const serial = finished.find((result) => result.mode === besideMode(async.mode, 'serial'));
  if (serial === undefined || !serial.isBaseline || async.speedup === null) return null;
  const { value, low, high } = async.speedup;
  const outcome = async.drawn.outcome;
  if (ranking.first[0] === async && ranking.rest.includes(serial)) {
    if (outcome === undefined || outcome.workCpuMs === null || !(outcome.workMs > 0)) return null;
    const coresUsed = outcome.workCpuMs / outcome.workMs;
    if (coresUsed >= mostlyWaits) return null;
    return [plain(`This work waits: ${async.mode} did it with ${formatCoresUsed(coresUsed)}.`)];
  }
  // Within its own noise, or too little to call it a gain.
  const single = low === null || high === null;
  const nothing = single ? value < 1 + noiseOfOneRepeat : low <= 1 || value < 1 + smallGain;
  if (!nothing || ranking.first.includes(async)) return null;
  const busy = outcome === undefined ? 0 : busyShare(outcome);
  const why = busy >= neverWaits ? ': this work never waits' : '';
  const slower = value < 1 - noiseOfOneRepeat && (single || high < 1) ? 'only cost time' : 'gained nothing';
  return [strong(capitalised(async.mode)), plain(` ${slower}${why}.`)];
}

/** Of the busiest loop; where no loop can be seen, of the core it had. */
function busyShare({ eventLoops, workCpuMs, workMs }: RunOutcome): number {
  const seen = eventLoops.flatMap(({ utilisation }) => (utilisation === null ? [] : [utilisation]));
  if (seen.length > 0) return Math.max(...seen);
  return eventLoops.length > 0 && workCpuMs !== null ? workCpuMs / workMs : 0;
}
