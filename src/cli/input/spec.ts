import { CallError } from '../call-error';
import { joinWords } from '../../core/base/join-words';
import type { CompareOptions } from '../../core/analysis/compare-modes';
import type { ComparisonSpec, WorkloadChoice } from '../../core/trace/comparison';
import type { MissingMode, PythonInterpreter } from '../../core/protocol/python';
import type { JobMode, PythonMode } from '../../core/trace/run';
import { modeFrom, modesFrom, modesOf, type Language } from './modes';
import { durationMs, wholeNumber } from './numbers';
import type { WorkloadOptions } from './workload';

/** Options of `juggler compare` as they were typed. */
export interface SpecOptions extends WorkloadOptions {
  readonly modes?: string;
  readonly workers?: string;
  readonly repeats?: string;
  readonly inFlight?: string;
  readonly timeLimit?: string;
  readonly baseline?: string;
  readonly python?: string;
  readonly includeStartup?: boolean;
}

export interface Request {
  readonly spec: ComparisonSpec;
  readonly options: CompareOptions;
  /** Sentences on modes that were left out, as they can't be run here. */
  readonly leftOut: readonly string[];
}

/** The limits of the window's form, and of the parser between it and the main process (`specSchema`). */
const most = { workers: 1024, repeats: 100, inFlight: 100_000 } as const;

/**
 * @param python what runs it, where it is Python's
 * @throws {CallError} for the first thing that is wrong
 */
export function requestFrom(
  workload: WorkloadChoice,
  options: SpecOptions,
  usualWorkers: number,
  python: PythonInterpreter | null,
): Request {
  const language: Language = python === null ? 'JavaScript' : 'Python';
  const missing = python?.missing ?? {};
  const modes =
    options.modes === undefined
      ? modesOf[language].filter((mode) => !(mode in missing))
      : modesFrom('--modes', options.modes, language);
  refuseMissing(modes, missing);
  const baseline = options.baseline === undefined ? null : modeFrom('--baseline', options.baseline, language);
  if (baseline !== null && !modes.includes(baseline)) {
    throw new CallError(
      `--baseline ${baseline}: this mode is not run. Add it to --modes, which has ${joinWords(modes)}.`,
    );
  }
  return {
    spec: {
      workload: python === null ? workload : { ...workload, python: { path: python.path, version: python.version } },
      modes,
      workers:
        options.workers === undefined ? usualWorkers : wholeNumber('--workers', options.workers, 1, most.workers),
      inFlight: options.inFlight === undefined ? 64 : wholeNumber('--in-flight', options.inFlight, 1, most.inFlight),
      repeats: options.repeats === undefined ? 1 : wholeNumber('--repeats', options.repeats, 1, most.repeats),
      timeLimitMs: options.timeLimit === undefined ? null : durationMs('--time-limit', options.timeLimit),
    },
    options: { baseline, includeStartup: options.includeStartup === true },
    leftOut: options.modes === undefined ? Object.entries(missing).map(([mode, why]) => leftOut(mode, why)) : [],
  };
}

function refuseMissing(modes: readonly JobMode[], missing: PythonInterpreter['missing']): void {
  for (const mode of modes) {
    const why = missing[mode as PythonMode];
    if (why !== undefined) throw new CallError(`--modes ${mode}: ${why.reason}${toHaveIt(why)}`);
  }
}

const leftOut = (mode: string, why: MissingMode): string =>
  `The mode ${mode} is left out: ${why.reason}${toHaveIt(why)}`;

const toHaveIt = ({ command }: MissingMode): string => (command === null ? '' : ` To have it: ${command}`);
