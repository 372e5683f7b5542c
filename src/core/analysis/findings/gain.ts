import { speedup } from '../speedup';
import { timesOf } from '../verdict/winner';
import type { FinishedRun } from './finding';

/** How many times faster `to` was than `from`, start-up apart: over all repeats of both. */
export function gain(from: FinishedRun, to: FinishedRun): number {
  return speedup(timesOf(from.result, false), timesOf(to.result, false), false)?.value ?? Number.NaN;
}
