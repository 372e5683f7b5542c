import { traitsOf, isParallel, runTimeMs } from '../run-time';
import type { ModeResult } from '../compare-modes';
import { speedup } from '../speedup';
import { disturbanceOf, type Disturbance, type Evidence } from './disturbance';

/** With one run of either, times that differ by less than this factor name no winner: runs of one program differ as much. */
const certainOfOneRun = 3;
/** Times and CPU times that differ by less are the same. */
const same = 0.1;

/** Who is ahead of whom, as far as the measurement can tell. */
export interface Ranking {
  /** Fastest first, by the geometric mean of their times. */
  readonly ordered: readonly ModeResult[];
  /** The fastest, and those that can't be told from it; fastest first. */
  readonly even: readonly ModeResult[];
  /** Those of `even` that are known to be faster than the baseline (or are the baseline alone): none, where nobody won. */
  readonly winners: readonly ModeResult[];
  /** Why no winner is named although times differ. */
  readonly disturbance: Disturbance | null;
}

/** Ranks the modes that finished. */
export function rank(finished: readonly ModeResult[], evidence: Evidence): Ranking {
  const { includeStartup } = evidence;
  const ordered = finished
    .map((result) => ({ result, mean: logMean(timesOf(result, includeStartup)) }))
    .sort((a, b) => a.mean - b.mean)
    .map(({ result }) => result);
  const fastest = ordered[0];
  if (fastest === undefined) return { ordered, even: [], winners: [], disturbance: null };
  const apart = (one: ModeResult, other: ModeResult): boolean => canTell(one, other, includeStartup);
  const even = ordered.filter((result) => result === fastest || !apart(result, fastest));
  const disturbance = disturbanceOf(finished, evidence);
  const winners = disturbance === null && ordered.length > 1 ? winnersOf(even, finished, apart) : [];
  return { ordered, even, winners, disturbance };
}

function winnersOf(
  even: readonly ModeResult[],
  finished: readonly ModeResult[],
  apart: (one: ModeResult, other: ModeResult) => boolean,
): readonly ModeResult[] {
  const baseline = finished.find(({ isBaseline }) => isBaseline);
  if (baseline === undefined) return even.length < finished.length ? even : [];
  if (even[0] === baseline) return even.length === 1 ? even : [];
  // The fastest may have varied most: one behind it can be known to beat the baseline all the same.
  const ahead = even.includes(baseline) ? even.slice(0, even.indexOf(baseline)) : even;
  return ahead.filter((result) => apart(result, baseline));
}

/** Whether the measurement tells which of two modes is faster. */
export function canTell(one: ModeResult, other: ModeResult, includeStartup: boolean): boolean {
  return !isEven(timesOf(one, includeStartup), timesOf(other, includeStartup)) && !isWallAlone(one, other);
}

/** Whether two modes' times can't be told apart: their ratio's 95 % interval holds 1, or one run is too few for it. */
export function isEven(times: readonly number[], others: readonly number[]): boolean {
  const ratio = speedup(times, others, false);
  if (ratio === null) return false;
  if (ratio.low === null || ratio.high === null) return Math.abs(Math.log(ratio.value)) < Math.log(certainOfOneRun);
  return ratio.low <= 1 && ratio.high >= 1;
}

/**
 * Whether two modes, each on one thread, used the same CPU time and waited as long, and their times differ in how long they
 * wanted a core: that is the machine's doing.
 */
export function isWallAlone(one: ModeResult, other: ModeResult): boolean {
  if (isParallel(one.mode) || isParallel(other.mode) || traitsOf(one.mode) === null) return false;
  const a = withoutWanting(one);
  const b = withoutWanting(other);
  return a !== null && b !== null && isSame(a.cpuMs, b.cpuMs) && isSame(a.ownMs, b.ownMs);
}

function withoutWanting({ drawn: { outcome } }: ModeResult): { cpuMs: number; ownMs: number } | null {
  if (outcome === undefined || outcome.workCpuMs === null || outcome.runnableMs === undefined) return null;
  return { cpuMs: outcome.workCpuMs, ownMs: outcome.workMs - outcome.runnableMs };
}

const isSame = (a: number, b: number): boolean => a > 0 && b > 0 && Math.abs(Math.log(a / b)) < same;

export function timesOf(result: ModeResult, includeStartup: boolean): number[] {
  return result.runs.flatMap((run) => runTimeMs(run, includeStartup) ?? []);
}

const logMean = (times: readonly number[]): number =>
  times.reduce((sum, time) => sum + Math.log(time), 0) / times.length;
