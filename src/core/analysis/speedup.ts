import { studentT95 } from './student-t';

/** How many times faster than the baseline. `low` and `high`: 95 % confidence interval; null with fewer than two repeats of either. */
export interface Speedup {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly includesStartup: boolean;
}

/**
 * Ratio of the geometric means of the times, with Welch's t interval of the difference of the mean logarithms.
 *
 * Times of repeats are skewed and a speed-up is a ratio, so both are treated as ratios: the interval then always
 * holds the value, and against each other two modes' speed-ups are reciprocal (P. J. Fleming and J. J. Wallace, How
 * not to lie with statistics, CACM 29 (1986) 218-221). Interval: B. L. Welch, Biometrika 34 (1947) 28-35; why an interval at
 * all: A. Georges, D. Buytaert, L. Eeckhout, Statistically rigorous Java performance evaluation, OOPSLA 2007.
 *
 * @param baseline times of the baseline's repeats, any unit, all > 0
 * @returns null when either has no time
 */
export function speedup(
  baseline: readonly number[],
  times: readonly number[],
  includesStartup: boolean,
): Speedup | null {
  if (baseline.length === 0 || times.length === 0) return null;
  const from = logMoments(baseline);
  const to = logMoments(times);
  const difference = from.mean - to.mean;
  const value = Math.exp(difference);
  if (from.count < 2 || to.count < 2) return { value, low: null, high: null, includesStartup };
  const half = halfWidth(from, to);
  return { value, low: Math.exp(difference - half), high: Math.exp(difference + half), includesStartup };
}

/**
 * Share of the ideal that was reached. `ofWorkers`: speed-up ÷ workers. `ofCores`: speed-up ÷ what the workers can at
 * most get, min(workers, logical cores).
 */
export interface Efficiency {
  readonly ofWorkers: number;
  readonly ofCores: number;
}

export function efficiency(speedupValue: number, workers: number, logicalCores: number): Efficiency {
  return { ofWorkers: speedupValue / workers, ofCores: speedupValue / Math.min(workers, logicalCores) };
}

interface Moments {
  readonly count: number;
  readonly mean: number;
  /** Squared standard error of the mean. */
  readonly error: number;
}

function logMoments(times: readonly number[]): Moments {
  const logs = times.map((time) => Math.log(time));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0);
  return { count: logs.length, mean, error: logs.length < 2 ? 0 : squares / (logs.length - 1) / logs.length };
}

/** Welch's interval with the Welch-Satterthwaite degrees of freedom. */
function halfWidth(a: Moments, b: Moments): number {
  const error = a.error + b.error;
  if (error === 0) return 0;
  const df = error ** 2 / (a.error ** 2 / (a.count - 1) + b.error ** 2 / (b.count - 1));
  return studentT95(df) * Math.sqrt(error);
}
