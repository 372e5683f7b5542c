import type { Machine } from '../trace/machine';
import { isCommandMode, modes, type Mode, type RunFailure, type RunManifest, type RunStatus } from '../trace/run';
import { isOfSameInterpreter, kindOfMode } from '../trace/interpreter-modes';
import { medianRun } from './median-run';
import { isParallel, runTimeMs, traitsOf, workersOf } from './run-time';
import { efficiency, speedup, type Efficiency, type Speedup } from './speedup';

/** All repeats of one mode, against the baseline. */
export interface ModeResult {
  readonly mode: Mode;
  /** Of the mode's repeats, in order. */
  readonly runs: readonly RunManifest[];
  /** The run that is drawn, see `medianRun`. */
  readonly drawn: RunManifest;
  /** `drawn`'s: but `failed` as soon as one repeat failed, and `stopped` as soon as one was. */
  readonly status: RunStatus;
  readonly failure: RunFailure | null;
  /** Time of the drawn run in ms (with start-up where that is included); null: no repeat finished. */
  readonly timeMs: number | null;
  readonly workers: number;
  readonly isBaseline: boolean;
  /** Null for the baseline, and where there is nothing to compare. */
  readonly speedup: Speedup | null;
  /** Only of threads and processes against a baseline of one worker: elsewhere there is no ideal to reach. */
  readonly efficiency: Efficiency | null;
}

export interface CompareOptions {
  /** Null: serial where it was run, else the first mode that finished. */
  readonly baseline: Mode | null;
  readonly includeStartup: boolean;
}

/** One result a mode, in the order the modes were first run. */
export function compareModes(
  runs: readonly RunManifest[],
  machine: Pick<Machine, 'logicalCores'>,
  options: CompareOptions,
): ModeResult[] {
  const byMode = new Map<Mode, RunManifest[]>();
  for (const run of runs) byMode.set(run.mode, [...(byMode.get(run.mode) ?? []), run]);
  const baseline = baselineOf(runs, options.baseline);
  const timesOf = (mode: Mode): number[] =>
    (byMode.get(mode) ?? []).flatMap((run) => runTimeMs(run, options.includeStartup) ?? []);
  const baselineRun = baseline === null ? undefined : byMode.get(baseline)?.[0];
  return [...byMode].map(([mode, repeats]) => {
    const drawn = medianRun(repeats, options.includeStartup)!;
    const isBaseline = mode === baseline;
    const against = isBaseline || baseline === null ? [] : timesOf(baseline);
    const gained = speedup(against, timesOf(mode), options.includeStartup);
    const workers = workersOf(drawn);
    const comparable =
      gained !== null &&
      isParallel(mode) &&
      hasSameCode(mode) &&
      baselineRun !== undefined &&
      // How much faster another interpreter is, no number of workers says.
      isOfSameInterpreter(mode, baselineRun.mode) &&
      workersOf(baselineRun) === 1;
    const failed = repeats.find((run) => run.failure !== undefined);
    return {
      mode,
      runs: repeats,
      drawn,
      status: worstStatus(repeats, drawn),
      failure: failed?.failure ?? null,
      timeMs: runTimeMs(drawn, options.includeStartup),
      workers,
      isBaseline,
      speedup: gained,
      efficiency: comparable ? efficiency(gained.value, workers, machine.logicalCores) : null,
    };
  });
}

/** The mode that speed-ups are measured against: the one asked for, else serial, else the first that finished. */
export function baselineOf(runs: readonly RunManifest[], asked: Mode | null): Mode | null {
  const finished = new Set(runs.filter((run) => run.status === 'done').map((run) => run.mode));
  // `serial` of several interpreters is that of the first that was run.
  const firstOf = (kind: Mode): Mode | undefined => [...finished].find((mode) => kindOfMode(mode) === kind);
  if (asked !== null) return finished.has(asked) ? asked : (firstOf(asked) ?? null);
  return modes.map(firstOf).find((mode) => mode !== undefined) ?? [...finished].find(isCommandMode) ?? null;
}

/** Whether all finished runs gave the same result; null while fewer than two have. */
export function resultsEqual(runs: readonly RunManifest[]): boolean | null {
  const checksums = runs.flatMap((run) => (run.status === 'done' && run.outcome ? (run.outcome.checksum ?? []) : []));
  return checksums.length < 2 ? null : checksums.every((checksum) => checksum === checksums[0]);
}

/** Else no number of workers says how much faster it could be. */
const hasSameCode = (mode: Mode): boolean => traitsOf(mode)?.sameCode ?? false;

function worstStatus(repeats: readonly RunManifest[], drawn: RunManifest): RunStatus {
  const order = ['failed', 'stopped', 'recovered'] as const;
  return order.find((status) => repeats.some((run) => run.status === status)) ?? drawn.status;
}
