import { runTimeMs } from '../run-time';
import type { ModeResult } from '../compare-modes';
import { speedup } from '../speedup';

/** With one repeat each, times that differ by less than this are called even: runs of one program differ as much. */
export const noiseOfOneRepeat = 0.1;

/** Who is ahead of whom, as far as the repeats can tell. */
export interface Ranking {
  /** The fastest, and those that can't be told from it; fastest first. */
  readonly first: readonly ModeResult[];
  readonly rest: readonly ModeResult[];
}

/** Ranks the modes that finished by the geometric mean of their times. */
export function rank(finished: readonly ModeResult[], includeStartup: boolean): Ranking {
  const ordered = finished
    .map((result) => ({ result, times: timesOf(result, includeStartup) }))
    .sort((a, b) => logMean(a.times) - logMean(b.times));
  const fastest = ordered[0];
  if (fastest === undefined) return { first: [], rest: [] };
  const even = ordered.filter(({ times }) => isEven(times, fastest.times));
  return {
    first: even.map(({ result }) => result),
    rest: ordered.filter((entry) => !even.includes(entry)).map(({ result }) => result),
  };
}

/** Whether two modes' times can't be told apart: their ratio's 95 % interval holds 1, or one repeat is all there is. */
export function isEven(times: readonly number[], others: readonly number[]): boolean {
  const ratio = speedup(times, others, false);
  if (ratio === null) return false;
  if (ratio.low === null || ratio.high === null) return Math.abs(Math.log(ratio.value)) < noiseOfOneRepeat;
  return ratio.low <= 1 && ratio.high >= 1;
}

export function timesOf(result: ModeResult, includeStartup: boolean): number[] {
  return result.runs.flatMap((run) => runTimeMs(run, includeStartup) ?? []);
}

const logMean = (times: readonly number[]): number =>
  times.reduce((sum, time) => sum + Math.log(time), 0) / times.length;
