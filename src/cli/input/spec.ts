import { CallError } from '../call-error';
import { joinWords } from '../../core/base/join-words';
import type { WorkloadDescription } from '../../core/protocol/contract';
import type { CompareOptions } from '../../core/analysis/compare-modes';
import type { ComparisonSpec } from '../../core/trace/comparison';
import { modes as allModes } from '../../core/trace/run';
import { modeFrom, modesFrom } from './modes';
import { durationMs, wholeNumber } from './numbers';
import { workloadFrom, type WorkloadOptions } from './workload';

/** Options of `juggler compare` as they were typed. */
export interface SpecOptions extends WorkloadOptions {
  readonly modes?: string;
  readonly workers?: string;
  readonly repeats?: string;
  readonly inFlight?: string;
  readonly timeLimit?: string;
  readonly baseline?: string;
  readonly includeStartup?: boolean;
}

export interface Request {
  readonly spec: ComparisonSpec;
  readonly options: CompareOptions;
}

/** The limits of the window's form, and of the parser between it and the main process (`specSchema`). */
const most = { workers: 1024, repeats: 100, inFlight: 100_000 } as const;

/** @throws {CallError} for the first thing that is wrong */
export function requestFrom(
  workload: string,
  options: SpecOptions,
  registry: readonly WorkloadDescription[],
  logicalCores: number,
): Request {
  const modes = options.modes === undefined ? [...allModes] : modesFrom('--modes', options.modes);
  const baseline = options.baseline === undefined ? null : modeFrom('--baseline', options.baseline);
  if (baseline !== null && !modes.includes(baseline)) {
    throw new CallError(
      `--baseline ${baseline}: this mode is not run. Add it to --modes, which has ${joinWords(modes)}.`,
    );
  }
  return {
    spec: {
      workload: workloadFrom(workload, options, registry),
      modes,
      workers:
        options.workers === undefined ? logicalCores : wholeNumber('--workers', options.workers, 1, most.workers),
      inFlight: options.inFlight === undefined ? 64 : wholeNumber('--in-flight', options.inFlight, 1, most.inFlight),
      repeats: options.repeats === undefined ? 1 : wholeNumber('--repeats', options.repeats, 1, most.repeats),
      timeLimitMs: options.timeLimit === undefined ? null : durationMs('--time-limit', options.timeLimit),
    },
    options: { baseline, includeStartup: options.includeStartup === true },
  };
}
