import type { ComparisonManifest } from '../trace/comparison';
import { isFreeThreaded, kindOfMode } from '../trace/interpreter-modes';
import { plannedBands } from '../trace/planned-bands';
import type { LostCounts, PythonChoice, RunManifest } from '../trace/run';
import type { CompareOptions, ModeResult } from './compare-modes';
import { compareModes, baselineOf, resultsEqual } from './compare-modes';
import type { Finding } from './findings/finding';
import type { OperationNumbers } from './operation-numbers';
import type { RunNumbers, TaskNumbers, ThreadNumbers } from './run-numbers';
import { hasInFlight, workersOf } from './run-time';
import { verdict } from './verdict/verdict';

export const comparisonJsonSchema = 'juggler.comparison/1';

export interface ComparisonJsonInput {
  readonly manifest: ComparisonManifest;
  /** By run id; a run without numbers is given with its status alone. */
  readonly numbers: ReadonlyMap<string, RunNumbers | null>;
  readonly findings: readonly Finding[];
  readonly options: CompareOptions;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The public JSON of a comparison (`docs/cli.md`): one entry a run, in the order they were run. What was not
 * measured is left out; `speedup` and `efficiency` are of the run's mode over all its repeats, null where there is
 * nothing to compare. Numbers are rounded to six decimals.
 */
export function comparisonJson({ manifest, numbers, findings, options }: ComparisonJsonInput): Json {
  const { machine, spec } = manifest;
  const results = compareModes(manifest.runs, machine, options);
  return {
    schema: comparisonJsonSchema,
    id: manifest.id,
    name: manifest.name,
    createdAt: manifest.createdAt,
    version: manifest.version,
    machine: measured({ ...machine }),
    workload: measured({
      ...spec.workload,
      parameters: { ...spec.workload.parameters },
      python: spec.workload.python === undefined ? null : { ...spec.workload.python },
    }),
    modes: spec.modes,
    ...(spec.interpreters === undefined ? {} : { interpreters: spec.interpreters.map((one) => ({ ...one })) }),
    workers: spec.workers,
    inFlight: spec.inFlight,
    repeats: spec.repeats,
    baseline: baselineOf(manifest.runs, options.baseline),
    includesStartup: options.includeStartup,
    resultsEqual: resultsEqual(manifest.runs),
    verdict: verdict({
      results,
      logicalCores: machine.logicalCores,
      includeStartup: options.includeStartup,
      findings,
      modes: plannedBands(spec).map(({ mode }) => mode),
    }).text,
    runs: manifest.runs.map((run) =>
      runJson(
        run,
        results.find((result) => result.mode === run.mode)!,
        numbers.get(run.id) ?? null,
        findings.filter((finding) => finding.evidence.run === run.id),
      ),
    ),
  };
}

function runJson(run: RunManifest, result: ModeResult, numbers: RunNumbers | null, findings: readonly Finding[]): Json {
  const { speedup, efficiency } = result;
  return {
    ...measured({
      id: run.id,
      mode: kindOfMode(run.mode) ?? 'command',
      band: run.python === undefined ? null : run.mode,
      python: run.python === undefined ? null : pythonJson(run.python),
      command: run.command === undefined ? null : measured({ ...run.command }),
      exitCode: run.command?.exitCode ?? null,
      workers: run.command === undefined ? workersOf(run) : null,
      inFlight: hasInFlight(run.mode) ? run.inFlight : null,
      repeat: run.repeat,
      drawn: run.id === result.drawn.id,
      status: run.status,
      failure: run.failure === undefined ? null : measured({ ...run.failure }),
      checksum: run.outcome?.checksum ?? null,
      items: run.outcome?.items ?? null,
      pickling: run.outcome?.pickling === undefined ? null : measured({ ...run.outcome.pickling }),
      difference: run.difference === undefined ? null : measured({ ...run.difference }),
      lost: run.lost === undefined ? null : lostJson(run.lost),
      notices: run.notices ?? null,
    }),
    ...(numbers === null ? {} : numbersJson(numbers, run.lost)),
    // It was asked for, and the reason is among the capabilities.
    ...(run.command === undefined || numbers === null || numbers.cpuMs !== null ? {} : noCpu),
    speedup:
      speedup === null
        ? null
        : {
            value: rounded(speedup.value),
            low: speedup.low === null ? null : rounded(speedup.low),
            high: speedup.high === null ? null : rounded(speedup.high),
            includesStartup: speedup.includesStartup,
          },
    efficiency: efficiency === null ? null : rounded(efficiency.ofWorkers),
    ...(efficiency === null ? {} : { efficiencyOfCores: rounded(efficiency.ofCores) }),
    findings: findings.map(({ id, title, detail, evidence }) => ({
      id,
      title,
      detail,
      evidence: measured({
        startMs: rounded(evidence.range.start / 1e6),
        endMs: rounded(evidence.range.end / 1e6),
        lane: evidence.lane,
      }),
    })),
    capabilities: capabilitiesJson(run),
  };
}

const lostJson = ({ untold, ...counts }: LostCounts): Json => (untold === undefined ? counts : { ...counts, untold });

/** `gil`: what this build of Python has; `one` lock for all threads of a process. */
const pythonJson = ({ path, version }: PythonChoice): Json => ({
  path,
  version,
  gil: isFreeThreaded(version) ? 'none' : 'one',
});

const noCpu = { cpuMs: null, coresUsed: null, machineShare: null } as const;

function numbersJson(numbers: RunNumbers, lost: LostCounts | undefined): { [key: string]: Json } {
  return measured({
    startupMs: numbers.startupMs,
    wallMs: numbers.wallMs,
    cpuMs: numbers.cpuMs,
    startupCpuMs: numbers.startupCpuMs,
    stolenMs: numbers.stolenMs,
    recorderMs: numbers.recorderMs,
    recorderShare: numbers.recorderShare,
    coresUsed: numbers.coresUsed,
    machineShare: numbers.machineShare,
    cores: numbers.cores.map((core) => measured({ ...core })),
    threads: numbers.threads.map(threadJson),
    processes: numbers.processes?.map((one) => measured({ ...one })) ?? null,
    eventLoops: numbers.eventLoops.map((loop) => measured({ ...loop })),
    tasks: tasksJson(numbers.tasks, lost),
    operations: numbers.operations.length === 0 ? null : numbers.operations.map((one) => operationJson(one, lost)),
    waits:
      numbers.waits.length === 0 ? null : numbers.waits.map((one) => measured({ ...one, ...partOf(lost, 'steps') })),
    functions: numbers.functions.length === 0 ? null : numbers.functions.map((one) => measured({ ...one })),
  });
}

function tasksJson({ names, ...tasks }: TaskNumbers, lost: LostCounts | undefined): Json {
  return measured({
    ...tasks,
    names: names?.map((one) => measured({ ...one })) ?? null,
    ...partOf(lost, 'tasks', 'jobs'),
  });
}

function operationJson(operation: OperationNumbers, lost: LostCounts | undefined): Json {
  const thinned = operation.runMs === null ? (['operations', 'jobs'] as const) : (['tasks', 'steps'] as const);
  return measured({ ...operation, ...partOf(lost, ...thinned) });
}

/** What came too fast was not told one by one: sums are of those that were. */
function partOf(lost: LostCounts | undefined, ...things: readonly string[]): { readonly partial?: true } {
  return things.some((thing) => lost?.untold?.[thing] !== undefined) ? { partial: true } : {};
}

function threadJson({ states, ...thread }: ThreadNumbers): Json {
  return measured({
    ...thread,
    runnableMs: states?.runnableMs ?? null,
    blockedMs: states === null ? null : measured({ ...states.blockedMs }),
    unknownMs: states?.unknownMs ?? null,
    switches: states?.switches ?? null,
    migrations: states?.migrations ?? null,
  });
}

function capabilitiesJson(run: RunManifest): Json {
  return Object.fromEntries(
    Object.entries(run.capabilities).map(([kind, capability]) => [kind, measured({ ...capability })]),
  );
}

/** Without the entries that are null, numbers rounded. */
function measured(entries: { readonly [key: string]: Json | undefined }): { [key: string]: Json } {
  const kept: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(entries)) {
    if (value === null || value === undefined) continue;
    kept[key] = typeof value === 'number' ? rounded(value) : value;
  }
  return kept;
}

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
