import type { Capability } from '../../core/trace/capability';
import { isAlive } from '../proc/is-alive';
import { isMarked } from '../proc/is-marked';
import { startOf } from '../proc/process-start';
import { allProcesses, familyOf, type ProcessStat } from '../proc/process-stat';
import { nothingHidden } from './hidden-processes';
import type { OpenScheduler, SchedulerTarget } from './open-scheduler';

/** Where neither records nor accounts of threads can be had: the command runs, and nothing is told of its threads. */
export class MissingScheduler implements OpenScheduler {
  readonly hidden = nothingHidden;
  readonly capability: Capability;
  readonly counts = { switches: 0, lost: 0, left: 0 };
  readonly #root: number;
  /** Null: nobody tells. */
  readonly #rootStart: number | null;
  readonly #mark: string | null;
  /** By number: those that were looked at, and whether they are the target's. */
  readonly #known = new Map<number, { readonly startedAt: number; readonly isOurs: boolean }>();

  constructor({ pid, mark }: Pick<SchedulerTarget, 'pid' | 'mark'>, reason: string, remedy?: string) {
    this.#root = pid;
    this.#rootStart = process.platform === 'linux' ? startOf(pid) : null;
    this.#mark = mark;
    if (process.platform === 'linux') for (const other of allProcesses()) this.#take(other, false);
    this.capability = { quality: 'missing', reason, ...(remedy === undefined ? {} : { remedy }) };
  }

  get over(): boolean {
    return this.pids.length === 0;
  }

  /** Where there is a /proc: the root, all below it, and what has the target's mark. */
  get pids(): readonly number[] {
    // Null: there is no /proc to tell one process that had its number from another.
    if (this.#rootStart === null) return isAlive(this.#root) ? [this.#root] : [];
    const alive = allProcesses().filter(({ state }) => state !== 'Z');
    const ours = alive.filter((one) => this.#isRoot(one) || this.#isOurs(one)).map(({ pid }) => pid);
    return familyOf(ours, alive).map(({ pid }) => pid);
  }

  owns(pid: number): boolean {
    return this.pids.includes(pid);
  }

  /** Its number may have been given to another one. */
  #isRoot({ pid, startedAt }: ProcessStat): boolean {
    return pid === this.#root && startedAt === this.#rootStart;
  }

  poll(): void {}

  close(): void {}

  /** Each is looked at once: an environment is that of its start. */
  #isOurs(stat: ProcessStat): boolean {
    const known = this.#known.get(stat.pid);
    if (known?.startedAt === stat.startedAt) return known.isOurs;
    return this.#take(stat, this.#mark !== null && isMarked(stat.pid, this.#mark));
  }

  #take({ pid, startedAt }: ProcessStat, isOurs: boolean): boolean {
    this.#known.set(pid, { startedAt, isOurs });
    return isOurs;
  }
}
