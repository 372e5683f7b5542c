import { readdirSync } from 'node:fs';
import { Keeper } from '../launch/keeper';
import { launcherFile } from '../launch/launcher-file';
import { isAlive } from '../proc/is-alive';
import { readProcLine } from '../proc/proc-file';
import { knownStarts } from './process-tree';
import type { ChildHandle } from './spawn';

const lookPeriodMs = 250;
/** A look may take this share of the time between two: a job may have thousands of threads. */
const maxLookShare = 0.01;

/**
 * The processes of a job, noted while they are made: one that has left the host's group and lost its parent can't be found
 * otherwise. A native process is told of them, and ends them if this process is killed (Linux; without it only the job's own
 * processes end then).
 */
export class JobFamily {
  readonly #host: ChildHandle;
  readonly #pids = new Set<number>();
  #keeper: Keeper | null = null;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(host: ChildHandle) {
    this.#host = host;
    if (process.platform !== 'linux') return;
    this.#look();
    void this.#startKeeper();
  }

  /** The host, with all that is known of its family as processes that are related to it. */
  get handle(): ChildHandle {
    return { ...this.#host, related: () => [...this.#host.related(), ...this.#pids] };
  }

  /** Notes what there is now, before the host ends. */
  note(): void {
    if (process.platform === 'linux' && !this.#closed) this.#note();
  }

  /** The job has ended: what is left of it is left alone. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#keeper?.close();
  }

  async #startKeeper(): Promise<void> {
    const file = launcherFile();
    if (file === null) return;
    try {
      const keeper = await Keeper.spawned(file, ['ignore', 'ignore', 'ignore'], []);
      if (this.#closed) return keeper.close();
      this.#keeper = keeper;
      keeper.track([...this.#pids]);
    } catch {
      // No process or descriptor is free for it: the job runs without.
    }
  }

  #look(): void {
    const began = performance.now();
    if (this.#note()) this.#keeper?.track([...this.#pids]);
    const tookMs = performance.now() - began;
    this.#timer = setTimeout(() => this.#look(), Math.max(lookPeriodMs, tookMs / maxLookShare)).unref();
  }

  /** @returns whether it has changed */
  #note(): boolean {
    const before = [...this.#pids].join();
    for (const pid of this.#pids) if (!isAlive(pid) || knownStarts.isStranger(pid)) this.#pids.delete(pid);
    const queue = [this.#host.pid, ...this.#host.related(), ...this.#pids];
    const seen = new Set<number>();
    for (const pid of queue) {
      if (seen.has(pid) || knownStarts.isStranger(pid) || !isAlive(pid)) continue;
      seen.add(pid);
      if (!this.#pids.has(pid)) knownStarts.note(pid);
      this.#pids.add(pid);
      queue.push(...childrenOf(pid));
    }
    return [...this.#pids].join() !== before;
  }
}

/** Those that its threads have started and that are there. */
function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((tid) => {
      const line = readProcLine(`/proc/${pid}/task/${tid}/children`);
      return line === null ? [] : line.trim().split(' ').filter(Boolean).map(Number);
    });
  } catch {
    return [];
  }
}
