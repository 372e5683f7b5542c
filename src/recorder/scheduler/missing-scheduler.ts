import type { Capability } from '../../core/trace/capability';
import { isAlive } from '../proc/is-alive';
import { allProcesses, familyOf } from '../proc/process-stat';
import type { OpenScheduler, SchedulerTarget } from './open-scheduler';

/** Where neither records nor accounts of threads can be had: the command runs, and nothing is told of its threads. */
export class MissingScheduler implements OpenScheduler {
  readonly capability: Capability;
  readonly counts = { switches: 0, lost: 0, left: 0 };
  readonly #root: number;

  constructor({ pid }: Pick<SchedulerTarget, 'pid'>, reason: string, remedy?: string) {
    this.#root = pid;
    this.capability = { quality: 'missing', reason, ...(remedy === undefined ? {} : { remedy }) };
  }

  get over(): boolean {
    return this.pids.length === 0;
  }

  /** Where there is a /proc: the root and all below it. */
  get pids(): readonly number[] {
    if (process.platform !== 'linux') return isAlive(this.#root) ? [this.#root] : [];
    const alive = allProcesses().filter(({ state }) => state !== 'Z');
    return familyOf([this.#root], alive).map(({ pid }) => pid);
  }

  poll(): void {}

  close(): void {}
}
