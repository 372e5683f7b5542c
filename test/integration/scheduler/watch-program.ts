import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Capability } from '../../../src/core/trace/capability';
import type { ThreadState } from '../../../src/core/trace/track';
import { launchStopped } from '../../../src/recorder/launch/launch-stopped';
import { openScheduler, type OpenScheduler } from '../../../src/recorder/scheduler/open-scheduler';
import { steal } from './recorded-program';
import type { SchedulerSink } from '../../../src/recorder/scheduler/sink';

const programs = resolve('test/fixtures/scheduler-programs');
export const program = (name: string): string => join(programs, name);

/** Times: CLOCK_MONOTONIC, ns, as programs print them. */
export interface SeenInterval {
  readonly start: number;
  readonly end: number;
  readonly state: ThreadState;
  readonly core: number | null;
  readonly flags: number;
}

export class SeenThread {
  readonly intervals: SeenInterval[] = [];
  /** Taken by the hypervisor while it is told to have run. */
  stolenNs = 0;
  endedAt: number | null = null;

  constructor(
    readonly pid: number,
    readonly tid: number,
    readonly madeBy: number | null,
    readonly bornAt: number,
    public name: string,
  ) {}

  /** By the kernel's account, ns. */
  get onCpu(): number {
    return this.spent('running') - this.stolenNs;
  }

  /** ns in a state, of a range or of its whole life. */
  spent(state: ThreadState, from = -Infinity, until = Infinity): number {
    const parts = this.intervals.filter((interval) => interval.state === state);
    return parts.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, until) - Math.max(start, from)), 0);
  }
}

/** Keeps what a scheduler tells. */
export class Seen implements SchedulerSink {
  readonly processes = new Map<number, { readonly parent: number | null; name: string }>();
  /** All of them, in order; a number may come twice. */
  readonly threads: SeenThread[] = [];
  lostRecords = 0;
  readonly #alive = new Map<number, SeenThread>();
  readonly #epoch: number;

  constructor(epoch: bigint) {
    this.#epoch = Number(epoch);
  }

  of(tid: number): SeenThread {
    const thread = this.threads.find((one) => one.tid === tid);
    if (thread === undefined) throw new Error(`thread ${tid} was not seen`);
    return thread;
  }

  process(pid: number, parent: number | null, _at: number, name: string): void {
    this.processes.set(pid, { parent, name });
  }

  thread(pid: number, tid: number, madeBy: number | null, at: number, name: string): void {
    const thread = new SeenThread(pid, tid, madeBy, at + this.#epoch, name);
    this.threads.push(thread);
    this.#alive.set(tid, thread);
  }

  renamed(pid: number, tid: number, name: string): void {
    const process = this.processes.get(pid);
    if (pid === tid && process !== undefined) process.name = name;
    this.#alive.get(tid)!.name = name;
  }

  ended(_pid: number, tid: number, at: number): void {
    this.#alive.get(tid)!.endedAt = at + this.#epoch;
    this.#alive.delete(tid);
  }

  interval(tid: number, start: number, end: number, state: ThreadState, core: number | null, flags: number): void {
    const [from, until] = [start + this.#epoch, end + this.#epoch];
    this.#alive.get(tid)!.intervals.push({ start: from, end: until, state, core, flags });
  }

  stolen(tid: number, from: number, to: number, ns: number): void {
    if (!(ns > 0 && from <= to)) throw new Error(`${ns} ns were stolen from ${from} to ${to}`);
    this.#alive.get(tid)!.stolenNs += ns;
  }

  lost(_from: number, _until: number, count: number): void {
    this.lostRecords += count;
  }
}

export interface Watched {
  readonly seen: Seen;
  readonly capability: Capability;
  readonly counts: OpenScheduler['counts'];
  readonly stdout: string;
  readonly code: number | null;
  /** Time that the hypervisor took meanwhile: on a core for the kernel's records, and not for clocks of CPU time. */
  readonly stealNs: number;
}

export interface WatchOptions {
  /** Of each CPU, a power of two. */
  readonly ringPages?: number;
  /** Followed at most. */
  readonly threads?: number;
  /** Called when it has been let go. */
  readonly during?: () => Promise<void>;
}

/** Records a command as the recorder does, until the last thread of its tree has ended. */
export async function watch(
  argv: readonly string[],
  { threads = 20_000, ringPages, during = async () => {} }: WatchOptions = {},
): Promise<Watched> {
  const epochNs = process.hrtime.bigint();
  const stolen = steal();
  const seen = new Seen(epochNs);
  const environment = { ...process.env } as Record<string, string>;
  const program = await launchStopped({
    argv,
    folder: process.cwd(),
    environment,
    withAgents: environment,
    stdio: 'captured',
  });
  const { pid, name } = program;
  const target = { pid, epochNs, name, limits: { threads }, mark: String(epochNs) };
  const scheduler = openScheduler({ ...target, ...(ringPages === undefined ? {} : { ringPages }) }, seen);
  let stdout = '';
  program.stderr!.pipe(process.stderr, { end: false });
  program.stdout!.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const closed = new Promise<void>((settle) => program.stdout!.once('close', settle));
  const { ended } = program.release();
  await during();
  const { code } = await ended;
  await closed;
  program.close();
  while (!scheduler.over) await sleep(5);
  scheduler.close();
  const stealNs = steal() - stolen;
  return { seen, capability: scheduler.capability, counts: scheduler.counts, stdout, code, stealNs };
}

/** Every thread's intervals follow each other from its first moment to its last: their sum is its life. */
export function expectWhole({ threads }: Seen): void {
  const broken = threads.filter(({ bornAt, endedAt, intervals }) => {
    let at = bornAt;
    for (const { start, end } of intervals) {
      if (start !== at || end <= start) return true;
      at = end;
    }
    return at !== endedAt;
  });
  expect(broken).toEqual([]);
}

/** A program that prints a line of JSON for each thread. */
export function toldLines<Line>({ stdout }: Pick<Watched, 'stdout'>): Line[] {
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

let folder: string | null = null;

export const hasCompiler = canRun('cc', '--version');
export const hasPython = canRun('python3', '--version');

function canRun(...[name, argument]: readonly [string, string]): boolean {
  try {
    execFileSync(name, [argument], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** @returns path of the program */
export function compiled(name: string): string {
  folder ??= mkdtempSync(join(tmpdir(), 'juggler-scheduler-test-'));
  const file = join(folder, name);
  execFileSync('cc', ['-O1', '-o', file, program(`${name}.c`), '-lpthread']);
  return file;
}

export function removeCompiled(): void {
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
  folder = null;
}
