/*
 * What a thread does that runs items, wherever it is:
 *
 *   open ── load the workload, begin measuring ── beginWork ── run items ── report ── close
 */
import type { Hash64 } from '../../core/base/hash64';
import type { WorkloadChoice } from '../../core/trace/comparison';
import type { JobMode } from '../../core/trace/run';
import type { LoopSummary } from '../measure/loop-sampler';
import { processCpuNs, ThreadMeasurement } from '../measure/thread-measurement';
import { openWork, type Work } from '../module/open-work';
import { TaskRunner } from './task-runner';

/** Given to every worker; a structured clone. */
export interface WorkerSetup {
  readonly folder: string;
  readonly epochNs: string;
  readonly worker: number;
  readonly mode: JobMode;
  readonly workload: WorkloadChoice;
  /** What the workload's `prepare` gave. */
  readonly shared: unknown;
}

export interface WorkerReport {
  readonly tasks: number;
  readonly checksum: Hash64;
  readonly loop: LoopSummary;
  readonly pid: number;
  readonly tid: number | null;
  /** CPU time of the worker's whole process until the work began, and during the work. */
  readonly startupCpuNs: number;
  readonly workCpuNs: number;
  readonly trouble: string | null;
}

export class WorkerSession {
  readonly runner: TaskRunner;
  readonly measurement: ThreadMeasurement;
  readonly #work: Work;
  /** The host writes the end of the work into its file, after the report. */
  readonly #ownsFile: boolean;
  #cpuAtWork = 0;

  private constructor(
    measurement: ThreadMeasurement,
    work: Work,
    setup: Pick<WorkerSetup, 'worker' | 'mode'>,
    ownsFile: boolean,
  ) {
    this.#ownsFile = ownsFile;
    this.measurement = measurement;
    this.#work = work;
    this.runner = new TaskRunner(work.run, measurement.tasks, setup.worker, setup.mode);
  }

  /** @param kind whether this thread has a process of its own. */
  static async open(setup: WorkerSetup, kind: 'process' | 'thread'): Promise<WorkerSession> {
    const { folder, epochNs, worker } = setup;
    const measurement = new ThreadMeasurement({ folder, epochNs, worker, kind, role: 'worker' });
    const work = await openWork(setup.workload, setup.shared);
    return new WorkerSession(measurement, work, setup, true);
  }

  /** In the host, which has loaded the workload for its items. */
  static within(measurement: ThreadMeasurement, work: Work, mode: JobMode): WorkerSession {
    return new WorkerSession(measurement, work, { worker: 0, mode }, false);
  }

  beginWork(): void {
    this.#cpuAtWork = processCpuNs();
    this.measurement.beginWork();
  }

  /** To be called right after the last task: what comes after it isn't measured. */
  report(): WorkerReport {
    const cpu = processCpuNs();
    const loop = this.measurement.endWork();
    const { finished, checksum } = this.runner;
    if (this.#ownsFile) this.measurement.close(finished, loop);
    this.#work.close();
    return {
      tasks: finished,
      checksum: checksum.sum,
      loop,
      pid: process.pid,
      tid: this.measurement.tid,
      startupCpuNs: this.#cpuAtWork,
      workCpuNs: cpu - this.#cpuAtWork,
      trouble: this.measurement.trouble,
    };
  }
}
