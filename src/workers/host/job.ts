import { frameKinds } from '../../core/protocol/frames';
import type { FromJob, JobFailure, JobResult, JobSpec, PhaseMark } from '../../core/protocol/job';
import { ResultChecksum } from '../../core/base/result-checksum';
import type { WorkerProcesses } from '../channel/worker-processes';
import { processCpuNs, ThreadMeasurement } from '../measure/thread-measurement';
import { builtIn, openWork } from '../module/open-work';
import { failureOf } from '../run/failure';
import type { WorkerReport } from '../run/worker-session';
import { completeParameters } from '../workloads/workload';
import { loopOutcome, type ModeRun } from './mode-run';
import { modeStart } from './modes';

export interface JobSurroundings {
  readonly processes: WorkerProcesses;
  /** Folder of the built entries. */
  readonly entries: string;
}

type Failed = Extract<FromJob, { type: 'failed' }>;
type Finished = Extract<FromJob, { type: 'finished' }>;

/** One run of a workload in one mode. */
export class Job {
  readonly #spec: JobSpec;
  readonly #surroundings: JobSurroundings;
  #shared: unknown = null;
  #dispose: () => void = () => {};
  #phase: Failed['phase'] = 'prepare';
  #measurement: ThreadMeasurement | null = null;
  #mode: ModeRun | null = null;

  constructor(spec: JobSpec, surroundings: JobSurroundings) {
    this.#spec = spec;
    this.#surroundings = surroundings;
  }

  /** What isn't timed: a server is started, files are written. A user's module has nothing to prepare. */
  async prepare(): Promise<void> {
    const { workload: choice, mode, folder } = this.#spec;
    if (choice.kind === 'module') return;
    const workload = builtIn(choice);
    const prepared = await workload.prepare({
      items: choice.items ?? workload.items.default,
      seed: choice.seed,
      parameters: completeParameters(workload, choice.parameters),
      mode,
      folder,
      processes: this.#surroundings.processes,
    });
    this.#shared = prepared.shared;
    this.#dispose = once(prepared.dispose ?? (() => {}));
    // However this process ends: a user's item may call process.exit.
    process.once('exit', this.#dispose);
  }

  /** @throws whatever goes wrong; `fail` says it in a sentence. */
  async run(): Promise<Finished> {
    this.#phase = 'startup';
    const cpuAtStart = processCpuNs();
    const epochNs = String(process.hrtime.bigint());
    const measurement = this.#measure(epochNs);
    mark(measurement, { name: 'start', at: 0 });
    const work = await openWork(this.#spec.workload, this.#shared);
    const items = await work.items();
    const { processes, entries } = this.#surroundings;
    const shared = this.#shared;
    const setup = { spec: this.#spec, epochNs, shared, work, items, measurement, processes, entries };
    const mode = await modeStart(this.#spec.mode)(setup);
    this.#mode = mode;
    this.#phase = 'work';
    measurement.beginWork();
    const cpuAtWork = processCpuNs();
    const workStart = mark(measurement, { name: 'workStart', at: measurement.clock(), items: items.length });
    const reports = await mode.work();
    const workEnd = measurement.clock();
    const hostCpuNs = processCpuNs() - cpuAtWork;
    mark(measurement, { name: 'workEnd', at: workEnd });
    const ownLoop = this.#isLocal ? [] : [this.#endHost(measurement)];
    if (this.#isLocal) for (const { tasks, loop } of reports) measurement.close(tasks, loop);
    await mode.finish();
    return {
      type: 'finished',
      result: {
        ...sums(reports),
        items: items.length,
        startupMs: workStart / 1e6,
        workMs: (workEnd - workStart) / 1e6,
        startupCpuMs: (cpuAtWork - cpuAtStart + this.#ofProcesses(reports, 'startupCpuNs')) / 1e6,
        ...(this.#isLocal ? runnableOf(reports[0]!) : {}),
        workCpuMs: (hostCpuNs + this.#ofProcesses(reports, 'workCpuNs')) / 1e6,
        eventLoops: [
          ...ownLoop,
          ...reports.map((report, worker) => ({
            ...loopOutcome(mode.loopNames(worker), report, report.loop),
            ...(this.#spec.workload.kind === 'module' ? { runs: 'run' } : {}),
          })),
        ],
        notices: noticesOf(reports, measurement),
      },
    };
  }

  /** Ends all workers and keeps what was recorded. */
  async fail(error: unknown): Promise<Failed> {
    const phase = this.#phase;
    const failure = failureOf(error, phase === 'work' ? 'the work failed' : 'starting the run failed');
    const measurement = this.#measurement;
    measurement?.json(frameKinds.failure, { ...failure, at: measurement.clock() } satisfies JobFailure);
    await this.stop();
    return { type: 'failed', failure, phase };
  }

  /** Ends all workers at once and removes what was prepared. */
  async stop(): Promise<void> {
    this.#measurement?.flush();
    this.#dispose();
    await this.#mode?.stop();
  }

  get #isLocal(): boolean {
    return this.#spec.mode === 'serial' || this.#spec.mode === 'async';
  }

  #measure(epochNs: string): ThreadMeasurement {
    const worker = this.#isLocal ? 0 : null;
    const { folder } = this.#spec;
    const measurement = new ThreadMeasurement({ folder, epochNs, role: 'host', worker, kind: 'process' });
    this.#measurement = measurement;
    return measurement;
  }

  /** The host's own event loop, where it runs no items itself. */
  #endHost(measurement: ThreadMeasurement): ReturnType<typeof loopOutcome> {
    const loop = measurement.endWork();
    measurement.close(0, loop);
    return loopOutcome({ process: 'job', thread: 'main' }, { pid: process.pid, tid: measurement.tid }, loop);
  }

  /** CPU time of worker processes; that of threads is in the host's own. */
  #ofProcesses(reports: readonly WorkerReport[], part: 'startupCpuNs' | 'workCpuNs'): number {
    if (this.#spec.mode !== 'processes') return 0;
    return reports.reduce((sum, report) => sum + report[part], 0);
  }
}

function sums(reports: readonly WorkerReport[]): Pick<JobResult, 'tasksFinished' | 'checksum'> {
  const checksum = new ResultChecksum();
  let tasksFinished = 0;
  for (const report of reports) {
    checksum.merge(report.checksum);
    tasksFinished += report.tasks;
  }
  return { tasksFinished, checksum: String(checksum) };
}

const runnableOf = ({ loop: { runDelay } }: WorkerReport): Pick<JobResult, 'runnableMs'> =>
  runDelay === null ? {} : { runnableMs: runDelay / 1e6 };

function noticesOf(reports: readonly WorkerReport[], { trouble }: ThreadMeasurement): string[] {
  const troubles = [trouble, ...reports.map((report) => report.trouble)];
  return [...new Set(troubles.filter((sentence) => sentence !== null))];
}

function mark(measurement: ThreadMeasurement, phase: PhaseMark): number {
  measurement.json(frameKinds.phase, phase);
  return phase.at;
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
