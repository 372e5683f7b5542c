import { availableParallelism } from 'node:os';
import type { LiveProcess } from '../../core/protocol/recorder';
import { mostProcesses, type ProcessList } from './process-list';

/** macOS and Windows, through systeminformation: about 100 ms a call (in a child process), so less often. */
export class PortableProcesses implements ProcessList {
  readonly periodMs = 3000;
  readonly #root: number;
  #reading = false;

  constructor(root: number) {
    this.#root = root;
  }

  async read(): Promise<readonly LiveProcess[] | null> {
    if (this.#reading) return null;
    this.#reading = true;
    try {
      const { processes } = await import('systeminformation');
      const { list } = await processes();
      const parents = new Map(list.map(({ pid, parentPid }) => [pid, parentPid]));
      return (
        list
          // Their `cpu` is the share of the whole machine since the last call, in per cent.
          .filter(({ cpu }) => cpu > 0)
          .sort((a, b) => b.cpu - a.cpu)
          .slice(0, mostProcesses)
          .map(({ pid, name, cpu, memRss }) => ({
            pid,
            name,
            coreShare: (cpu / 100) * availableParallelism(),
            machineShare: cpu / 100,
            memoryBytes: memRss * 1024,
            own: this.#isOwn(pid, parents),
          }))
      );
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
