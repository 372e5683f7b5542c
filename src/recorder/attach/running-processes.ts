import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningProcess } from '../../core/protocol/recorder';
import { allProcesses, familyOf, type ProcessStat } from '../proc/process-stat';
import { systemProcesses, type SystemLook } from '../proc/system-processes';
import { lineOf } from './command-line';

/** Shares of a shorter time than this are mostly noise: the kernel counts in 10 ms. */
const leastMs = 400;
/** What was so long ago says nothing of now. */
const mostMs = 10_000;
const mostProcesses = 500;
const tickMs = 10;

/** Programs of this user that run now: of root, everybody's. */
export class RunningProcesses {
  readonly #root: number;
  #last: { readonly atMs: number; readonly byPid: ReadonlyMap<number, ProcessStat> } | null = null;

  #lastLook: SystemLook | null = null;

  /** @param root the app or the CLI: it and all it has started are left out */
  constructor(root = process.ppid) {
    this.#root = root;
  }

  /** Busiest first, then the youngest. */
  async list(): Promise<readonly RunningProcess[]> {
    return process.platform === 'linux' ? this.#ofProc() : this.#ofSystem();
  }

  async #ofProc(): Promise<readonly RunningProcess[]> {
    const age = this.#last === null ? Infinity : performance.now() - this.#last.atMs;
    if (age > mostMs) this.#read();
    if (age > mostMs || age < leastMs) await sleep(age > mostMs ? leastMs : leastMs - age);
    const before = this.#last!;
    const { atMs, byPid } = this.#read();
    const stats = [...byPid.values()];
    const own = new Set(familyOf([this.#root], stats));
    const shareOf = (stat: ProcessStat): number => ticksSince(stat, before.byPid) / ((atMs - before.atMs) / tickMs);
    return stats
      .filter((stat) => !own.has(stat) && stat.state !== 'Z' && isOurs(stat.pid))
      .map((stat) => ({ stat, coreShare: shareOf(stat) }))
      .sort((a, b) => b.coreShare - a.coreShare || b.stat.startedAt - a.stat.startedAt)
      .flatMap(({ stat: { pid, name }, coreShare }) => {
        // Parts of the kernel have none.
        const line = lineOf(pid);
        return line === null ? [] : [{ pid, name, line, coreShare }];
      })
      .slice(0, mostProcesses);
  }

  #read() {
    this.#last = { atMs: performance.now(), byPid: new Map(allProcesses().map((stat) => [stat.pid, stat])) };
    return this.#last;
  }

  /** macOS and Windows. */
  async #ofSystem(): Promise<readonly RunningProcess[]> {
    const user = userInfo().username;
    const last = this.#lastLook ?? (await systemProcesses.look());
    const now = await systemProcesses.look();
    this.#lastLook = now;
    const elapsedNs = Math.max(1, Number(now.atNs - last.atNs));
    const before = new Map(last.processes.map(({ pid, cpuNs }) => [pid, cpuNs]));
    return now.processes
      .filter((one) => one.pid !== this.#root && (one.user === user || one.user === ''))
      .map(({ pid, name, line, cpuNs }) => {
        return { pid, name, line, coreShare: (cpuNs - (before.get(pid) ?? cpuNs)) / elapsedNs };
      })
      .sort((a, b) => b.coreShare - a.coreShare || b.pid - a.pid)
      .slice(0, mostProcesses);
  }
}

/** A number that was used again is another process. */
function ticksSince(stat: ProcessStat, before: ReadonlyMap<number, ProcessStat>): number {
  const last = before.get(stat.pid);
  return last === undefined || last.startedAt !== stat.startedAt ? stat.ticks : stat.ticks - last.ticks;
}

function isOurs(pid: number): boolean {
  const user = process.geteuid?.();
  try {
    return user === 0 || statSync(`/proc/${pid}`).uid === user;
  } catch {
    return false;
  }
}
