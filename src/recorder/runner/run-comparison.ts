/*
 * Runs a comparison: for each repeat, for each mode (so that whatever disturbs the machine for a while disturbs all modes)
 *
 *   runner            recorder            host of the job
 *     |-- spawn ------------------------------->|
 *     |-- beginRun ------>|                     |
 *     |<-- folder --------|                     |
 *     |-- prepare, start ---------------------->|  … frames ──> folder ──> recorder
 *     |<------------- finished / failed / gone -|
 *     |-- endRun -------->|
 *     |<-- manifest, numbers
 */
import type { CompareProgress } from '../../core/protocol/contract';
import type { BegunRun } from '../../core/protocol/recorder';
import type { RunNumbers } from '../../core/analysis/run-numbers';
import type { ComparisonManifest, ComparisonSpec } from '../../core/trace/comparison';
import type { Machine } from '../../core/trace/machine';
import { plannedBands, type PlannedBand } from '../../core/trace/planned-bands';
import { modeTraits, type RunManifest } from '../../core/trace/run';
import type { RecorderRequest } from '../client';
import { deathSentence } from './death-sentence';
import type { PythonParts } from './python-parts';
import { checkRunCount } from './run-count';
import { runPythonJob } from './run-python-job';
import { failed, runJob, type JobEnd, type JobOptions } from './run-job';
import type { SpawnChild } from './spawn';

export interface ComparisonOptions {
  readonly spec: ComparisonSpec;
  /** Of the comparison: letters, digits, `-` and `_`. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly machine: Machine;
  readonly recorder: RecorderRequest;
  readonly spawn: SpawnChild;
  /** Absolute path of the built `workers/job-host.js`. */
  readonly jobHost: string;
  /** What runs of Python workloads need. */
  readonly python: PythonParts;
  readonly onProgress: (progress: CompareProgress) => void;
  readonly now?: () => Date;
}

export interface FinishedRun {
  readonly manifest: RunManifest;
  readonly numbers: RunNumbers | null;
}

export interface ComparisonResult {
  /** `stopped`: by the user. `failed`: no run finished its work. */
  readonly state: 'done' | 'stopped' | 'failed';
  readonly manifest: ComparisonManifest;
  /** In the order they were run. */
  readonly runs: readonly FinishedRun[];
  /** Runs whose results are not those of the first finished run; `item`: the first one that differs, where it is known. */
  readonly differences: readonly { readonly run: string; readonly against: string; readonly item: number | null }[];
}

export interface RunningComparison {
  readonly manifest: ComparisonManifest;
  /** @throws {Error} with a sentence, when the recorder is gone or refuses. No process is left then either. */
  readonly finished: Promise<ComparisonResult>;
  /** Ends the current run and leaves out the rest; what was recorded is kept. */
  stop(): void;
  /** Ends the current run and goes on with the next. */
  skip(): void;
}

export function runComparison(options: ComparisonOptions): RunningComparison {
  const runner = new Runner(options);
  return {
    manifest: runner.manifest,
    finished: runner.run(),
    stop: () => runner.stop(),
    skip: () => runner.skip(),
  };
}

interface PlannedRun extends PlannedBand {
  readonly repeat: number;
}

class Runner {
  readonly manifest: ComparisonManifest;
  readonly #options: ComparisonOptions;
  readonly #now: () => Date;
  readonly #finished: FinishedRun[] = [];
  #planned: readonly PlannedRun[];
  #current: (PlannedRun & { readonly abort: AbortController }) | null = null;
  #stopped = false;

  constructor(options: ComparisonOptions) {
    const { spec, id, name, version, machine } = options;
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
    const createdAt = this.#now().toISOString();
    const about = { schema: 'juggler.comparison-file/1', id, name, createdAt, version, machine, spec } as const;
    this.manifest = { ...about, runs: [], notes: '', view: null };
    this.#planned = Array.from({ length: spec.repeats }, (_, index) => index + 1).flatMap((repeat) =>
      plannedBands(spec).map((band) => ({ ...band, repeat })),
    );
  }

  stop(): void {
    this.#stopped = true;
    this.skip();
  }

  skip(): void {
    this.#current?.abort.abort();
  }

  async run(): Promise<ComparisonResult> {
    const { recorder } = this.#options;
    const { id } = this.manifest;
    checkRunCount(this.#planned.length);
    try {
      await recorder('createComparison', { manifest: this.manifest });
      for (let next = this.#planned[0]; next !== undefined && !this.#stopped; next = this.#planned[0]) {
        const neverWorked = await this.#runOne(next);
        const { mode } = next;
        // What could not even begin would only be told again.
        this.#planned = this.#planned.slice(1).filter((run) => !neverWorked || run.mode !== mode);
      }
      const { manifest } = await recorder('finishComparison', { comparison: id });
      const state = this.#state();
      this.#progress(state, null, manifest);
      const differences = this.#finished.flatMap(({ manifest: { id: run, difference } }) =>
        difference === undefined ? [] : { run, ...difference },
      );
      return { state, manifest, runs: this.#finished, differences };
    } catch (error) {
      this.#progress('failed', null, null);
      throw error;
    }
  }

  /** True: it failed before its work began. */
  async #runOne(planned: PlannedRun): Promise<boolean> {
    const { recorder } = this.#options;
    const comparison = this.manifest.id;
    const abort = new AbortController();
    this.#current = { ...planned, abort };
    this.#progress('running', 'starting');
    const manifest = this.#manifestOf(planned);
    let begun = false;
    try {
      const end = await this.#job(planned, manifest, abort.signal, async (pid) => {
        const begin = await recorder('beginRun', { comparison, run: manifest, pid });
        begun = true;
        return begin;
      });
      // A host that could not be started is a failed run all the same, and is kept as one.
      if (!begun) await recorder('beginRun', { comparison, run: manifest, pid: process.pid });
      const { status, failure, outcome, notices } = end;
      this.#finished.push(
        await recorder('endRun', { comparison, run: manifest.id, status, failure, outcome, notices }),
      );
      return end.neverWorked;
    } finally {
      this.#current = null;
    }
  }

  async #job(
    { kind: mode, python: interpreter }: PlannedRun,
    manifest: RunManifest,
    signal: AbortSignal,
    begin: (pid: number) => Promise<BegunRun>,
  ): Promise<JobEnd> {
    const { spawn, jobHost, spec, python } = this.#options;
    const { id: runId } = manifest;
    const { inFlight } = spec;
    // With none, nothing would be run.
    const workers = Math.max(1, spec.workers);
    const workload = interpreter === null ? spec.workload : { ...spec.workload, python: interpreter };
    const options: JobOptions = {
      begin,
      spec: ({ folder }) => ({ runId, folder, workload, mode, workers, inFlight }),
      death: deathSentence,
      timeLimitMs: spec.timeLimitMs,
      signal,
      onPhase: (phase) => this.#progress('running', phase),
    };
    if (interpreter !== null) return runPythonJob(workload, interpreter, mode, python, options);
    let host;
    try {
      host = await spawn({ entry: jobHost, name: `Juggler ${mode}` });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { ...failed(message), outcome: null, notices: [], neverWorked: true };
    }
    return runJob(host, options);
  }

  #manifestOf({ mode, key, kind, python, repeat }: PlannedRun): RunManifest {
    const { workers, inFlight } = this.#options.spec;
    return {
      schema: 'juggler.run/1',
      id: `${key}-${repeat}`,
      mode,
      workers: modeTraits[kind].workers ? workers : 1,
      inFlight: modeTraits[kind].inFlight ? inFlight : 1,
      repeat,
      status: 'waiting',
      startedAt: this.#now().toISOString(),
      capabilities: {},
      ...(python === null ? {} : { python }),
    };
  }

  #state(): ComparisonResult['state'] {
    if (this.#stopped) return 'stopped';
    return this.#finished.some(({ manifest }) => manifest.status !== 'failed') ? 'done' : 'failed';
  }

  #progress(state: CompareProgress['state'], phase: string | null, manifest: ComparisonManifest | null = null): void {
    const finishedRuns = this.#finished.length;
    const waiting = state === 'running' ? this.#planned.length : 0;
    this.#options.onProgress({
      comparison: this.manifest.id,
      state,
      finishedRuns,
      totalRuns: Math.max(finishedRuns, finishedRuns + waiting),
      current:
        phase === null || this.#current === null
          ? null
          : { mode: this.#current.mode, repeat: this.#current.repeat, phase },
      manifest,
    });
  }
}
