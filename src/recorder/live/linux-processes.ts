import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { LiveProcess } from '../../core/protocol/recorder';
import { readProcLine } from '../proc/proc-file';
import { allProcesses, familyOf, type ProcessStat } from '../proc/process-stat';
import { mostProcesses, type ProcessList } from './process-list';

const tickMs = 10;

/** /proc/PID/stat of every process, about 10 µs each. */
export class LinuxProcesses implements ProcessList {
  readonly periodMs = 1000;
  readonly #root: number;
  readonly #pageBytes = pageBytes();
  #last: ReadonlyMap<number, ProcessStat> | null = null;
  #lastAtMs = 0;

  constructor(root: number) {
    this.#root = root;
  }

  read(atMs: number): Promise<readonly LiveProcess[] | null> {
    const processes = allProcesses();
    const [last, elapsedMs] = [this.#last, atMs - this.#lastAtMs];
    this.#last = new Map(processes.map((stat) => [stat.pid, stat]));
    this.#lastAtMs = atMs;
    if (last === null || elapsedMs <= 0) return Promise.resolve(null);
    const own = new Set(familyOf([this.#root], processes));
    const busiest = processes
      .map((stat) => ({ stat, ticks: ticksSince(stat, last.get(stat.pid)) }))
      .filter(({ ticks }) => ticks > 0)
      .sort((a, b) => b.ticks - a.ticks || b.stat.residentPages - a.stat.residentPages)
      .slice(0, mostProcesses);
    return Promise.resolve(
      busiest.map(({ stat, ticks }) => {
        const coreShare = (ticks * tickMs) / elapsedMs;
        return {
          pid: stat.pid,
          name: fullName(stat),
          coreShare,
          machineShare: coreShare / availableParallelism(),
          memoryBytes: stat.residentPages * this.#pageBytes,
          own: own.has(stat),
        };
      }),
    );
  }
}

/** A pid that was used again is another process. */
function ticksSince(stat: ProcessStat, last: ProcessStat | undefined): number {
  return last === undefined || last.startedAt !== stat.startedAt ? stat.ticks : stat.ticks - last.ticks;
}

/** The kernel cuts names at 15 characters; the program's file name goes on where it begins the same. */
function fullName({ pid, name }: ProcessStat): string {
  if (name.length < 15) return name;
  const program = basename(readProcLine(`/proc/${pid}/cmdline`)?.split('\0')[0] ?? '');
  return program.startsWith(name) ? program : name;
}

function pageBytes(): number {
  try {
    const line = /^KernelPageSize:\s+(\d+) kB/m.exec(readFileSync('/proc/self/smaps', 'latin1'));
    return line === null ? 4096 : Number(line[1]) * 1024;
  } catch {
    return 4096;
  }
}
