import { CallError } from '../call-error';
import { joinWords } from '../../core/base/join-words';
import type { CompareOptions } from '../../core/analysis/compare-modes';
import type { ComparisonSpec, WorkloadChoice } from '../../core/trace/comparison';
import { planInterpreters, type ChosenInterpreter } from '../../core/protocol/plan-interpreters';
import type { MissingMode } from '../../core/protocol/python';
import { plannedBands } from '../../core/trace/planned-bands';
import type { JobMode, PythonMode } from '../../core/trace/run';
import { bandFrom, modesFrom, modesOf, type Language } from './modes';
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
  /** Each a path, a name on the PATH, or a version. */
  readonly python?: readonly string[];
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
 * @param pythons what runs it, where it is Python's; each of several is compared
 * @throws {CallError} for the first thing that is wrong
 */
export function requestFrom(
  workload: WorkloadChoice,
  options: SpecOptions,
  usualWorkers: number,
  pythons: readonly ChosenInterpreter[],
): Request {
  const first = pythons[0];
  const language: Language = first === undefined ? 'JavaScript' : 'Python';
  const isRun = (mode: JobMode): boolean => first === undefined || pythons.some(({ missing }) => !(mode in missing));
  const modes =
    options.modes === undefined ? modesOf[language].filter(isRun) : modesFrom('--modes', options.modes, language);
  for (const mode of modes) if (!isRun(mode)) refuseMissing(mode as PythonMode, first?.missing ?? {});
  const { path = '', version = '' } = first ?? {};
  const planned = {
    workload: first === undefined ? workload : { ...workload, python: { path, version } },
    modes,
    ...(pythons.length > 1 ? { interpreters: planInterpreters(pythons, modes) } : {}),
  };
  const baseline = options.baseline === undefined ? null : bandFrom('--baseline', options.baseline, language);
  const bands = plannedBands(planned);
  if (baseline !== null && !bands.some(({ mode, kind }) => mode === baseline || kind === baseline)) {
    throw new CallError(
      `--baseline ${options.baseline}: this mode is not run. Add it to --modes, which has ${joinWords(bands.map(({ mode }) => mode))}.`,
    );
  }
  return {
    spec: {
      ...planned,
      workers:
        options.workers === undefined ? usualWorkers : wholeNumber('--workers', options.workers, 1, most.workers),
      inFlight: options.inFlight === undefined ? 64 : wholeNumber('--in-flight', options.inFlight, 1, most.inFlight),
      repeats: options.repeats === undefined ? 1 : wholeNumber('--repeats', options.repeats, 1, most.repeats),
      timeLimitMs: options.timeLimit === undefined ? null : durationMs('--time-limit', options.timeLimit),
    },
    options: { baseline, includeStartup: options.includeStartup === true },
    leftOut: pythons.flatMap(({ missing, only }) =>
      Object.entries(missing)
        .filter(([mode]) => only === undefined && (options.modes === undefined || modes.includes(mode as JobMode)))
        .map(([mode, why]) => leftOut(mode, why)),
    ),
  };
}

function refuseMissing(mode: PythonMode, missing: ChosenInterpreter['missing']): void {
  const why = missing[mode];
  if (why !== undefined) throw new CallError(`--modes ${mode}: ${why.reason}${toHaveIt(why)}`);
}

const leftOut = (mode: string, why: MissingMode): string =>
  `The mode ${mode} is left out: ${why.reason}${toHaveIt(why)}`;

const toHaveIt = ({ command }: MissingMode): string => (command === null ? '' : ` To have it: ${command}`);
