import { availableParallelism } from 'node:os';
import type { LiveProcess } from '../../core/protocol/recorder';
import { systemProcesses, type LookAtSystem, type SystemLook } from '../proc/system-processes';
import { mostProcesses, type ProcessList } from './process-list';

/** macOS and Windows, through systeminformation: about 100 ms a call (in a child process), so less often. */
export class PortableProcesses implements ProcessList {
  readonly periodMs = 3000;
  readonly #root: number;
  readonly #look: LookAtSystem;
  #last: SystemLook | null = null;
  #reading = false;

  constructor(root: number, look: LookAtSystem = systemProcesses.look) {
    this.#root = root;
    this.#look = look;
  }

  async read(): Promise<readonly LiveProcess[] | null> {
    if (this.#reading) return null;
    this.#reading = true;
    try {
      const last = this.#last;
      const now = await this.#look();
      this.#last = now;
      if (last === null || now.atNs <= last.atNs) return null;
      const elapsedNs = Number(now.atNs - last.atNs);
      const before = new Map(last.processes.map(({ pid, cpuNs }) => [pid, cpuNs]));
      const parents = new Map(now.processes.map(({ pid, parentPid }) => [pid, parentPid]));
      return now.processes
        .map((one) => ({ ...one, coreShare: (one.cpuNs - (before.get(one.pid) ?? 0)) / elapsedNs }))
        .filter(({ coreShare }) => coreShare > 0)
        .sort((a, b) => b.coreShare - a.coreShare)
        .slice(0, mostProcesses)
        .map(({ pid, name, coreShare, memoryBytes }) => ({
          pid,
          name,
          coreShare,
          machineShare: coreShare / availableParallelism(),
          memoryBytes,
          own: this.#isOwn(pid, parents),
        }));
    } finally {
      this.#reading = false;
    }
  }

  #isOwn(pid: number, parents: ReadonlyMap<number, number>): boolean {
    let at: number | undefined = pid;
    for (let steps = 0; at !== undefined && steps < 64; steps++) {
      if (at === this.#root) return true;
      at = parents.get(at);
    }
    return false;
  }
}
