/*
 * All processes by systeminformation: macOS, Windows, and wherever /proc is not to be used. It tells shares of the time since
 * whoever asked last, so everybody asks here: what is told is the CPU time of each process.
 */
import { availableParallelism, uptime } from 'node:os';
import type { Systeminformation } from 'systeminformation';

export interface SystemProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly name: string;
  readonly line: string;
  readonly user: string;
  readonly memoryBytes: number;
  /** CPU time since its start (macOS: since it was first seen); ns. */
  readonly cpuNs: number;
}

export interface SystemLook {
  /** CLOCK_MONOTONIC, ns. */
  readonly atNs: bigint;
  readonly processes: readonly SystemProcess[];
}

export type LookAtSystem = () => Promise<SystemLook>;

/** What it is made of; tests bring their own. */
export interface SystemSource {
  readonly list: () => Promise<readonly Systeminformation.ProcessesProcessData[]>;
  readonly nowNs: () => bigint;
  /** Time of all cores since the machine's start, busy or not, ns. */
  readonly allNs: () => number;
  readonly cores: number;
  readonly platform: NodeJS.Platform;
}

/** It answers with what it said before, if it is asked again within this. */
const leastMs = 520n;

export class SystemProcesses {
  readonly #source: SystemSource;
  #underWay: Promise<SystemLook> | null = null;
  #last: SystemLook | null = null;

  constructor(source: SystemSource = ofThisMachine) {
    this.#source = source;
  }

  /** Takes about 100 ms, on Windows a second. Who asks while another one waits gets the same. */
  readonly look: LookAtSystem = () => {
    this.#underWay ??= this.#look().finally(() => (this.#underWay = null));
    return this.#underWay;
  };

  async #look(): Promise<SystemLook> {
    const { list, nowNs } = this.#source;
    const last = this.#last;
    if (last !== null && nowNs() - last.atNs < leastMs * 1_000_000n) return last;
    const found = await list();
    const atNs = nowNs();
    const before = new Map(last?.processes.map((one) => [one.pid, one]));
    const processes = found
      .filter(({ state }) => state !== 'zombie' && state !== 'dead')
      .map((one) => this.#processOf(one, before.get(one.pid), last === null ? null : Number(atNs - last.atNs)));
    this.#last = { atNs, processes };
    return this.#last;
  }

  #processOf(
    { pid, parentPid, name, command, params, user, memRss, cpu }: Systeminformation.ProcessesProcessData,
    before: SystemProcess | undefined,
    sinceNs: number | null,
  ): SystemProcess {
    const { platform, cores, allNs } = this.#source;
    const share = Math.max(0, cpu) / 100;
    // Of one that was not there before, the share is that of the time since the machine's start.
    const overNs =
      platform === 'darwin' ? (sinceNs ?? 0) : before === undefined || sinceNs === null ? allNs() : cores * sinceNs;
    return {
      pid,
      parentPid,
      name,
      line: [command || name, params].filter(Boolean).join(' '),
      user,
      memoryBytes: memRss * 1024,
      cpuNs: (before?.cpuNs ?? 0) + share * overNs,
    };
  }
}

const ofThisMachine: SystemSource = {
  list: async () => {
    const { processes } = await import('systeminformation');
    return (await processes()).list;
  },
  nowNs: () => process.hrtime.bigint(),
  allNs: () => uptime() * availableParallelism() * 1e9,
  cores: availableParallelism(),
  platform: process.platform,
};

/** One for all: what it is made of has one memory, too. */
export const systemProcesses = new SystemProcesses();
