import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findTracks } from '../../../src/core/trace/find-tracks';
import { RecordingBuilder } from '../../../src/core/trace/recording-builder';
import type { Recording } from '../../../src/core/trace/recording';
import { threadStates, trackNames, type ThreadState } from '../../../src/core/trace/track';
import type { RunManifest } from '../../../src/core/trace/run';
import { openLibrary } from '../../../src/recorder/store/open-library';
import { cli } from '../cli/run-cli';

export const programs = resolve('test/fixtures/programs');
/** Not that of a version manager, whose folder other users may not enter. */
export const python = ['/usr/bin/python3', '/usr/local/bin/python3'].find((file) => existsSync(file)) ?? null;
export const compiler = spawnSync('cc', ['--version']).status === 0;
const isRoot = process.getuid?.() === 0;

/** Ways to run the recorder: those that this user can take. */
export const users = isRoot ? (['root', 'ordinary user'] as const) : (['ordinary user'] as const);
export type User = (typeof users)[number];

const folders: string[] = [];

/** That any user may write. */
export function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'juggler-truth-'));
  chmodSync(folder, 0o777);
  folders.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Gives the file of a C program of `programs`. */
export function compiled(name: string): string {
  const file = join(openFolder(), name);
  const { status, stderr } = spawnSync('cc', ['-O1', '-pthread', '-o', file, join(programs, `${name}.c`)]);
  if (status !== 0) throw new Error(stderr.toString());
  return file;
}

export interface Interval {
  readonly start: number;
  readonly end: number;
  readonly state: ThreadState;
  readonly core: number;
}

export interface RecordedThread {
  readonly pid: number;
  readonly tid: number;
  readonly intervals: readonly Interval[];
}

export interface Recorded {
  readonly run: RunManifest;
  /** Times: CLOCK_MONOTONIC, ns. */
  readonly threads: readonly RecordedThread[];
  readonly recording: Recording;
  /** Time that the hypervisor took of all cores meanwhile, ns. */
  readonly stealNs: number;
}

export type Mode = 'perf' | 'sampled';

/** Records a command with the built command line, and reads back what it kept. */
export async function recorded(
  command: readonly string[],
  { mode = 'perf', user = users.at(-1)!, through = [] }: { mode?: Mode; user?: User; through?: readonly string[] } = {},
): Promise<Recorded> {
  const library = join(openFolder(), 'library');
  const drop = isRoot && user !== 'root' ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
  const [program, ...words] = [...drop, ...through, process.execPath, cli, 'record', '--json', '--', ...command];
  const before = steal();
  const { status, stdout, stderr } = spawnSync(program!, words, {
    env: { ...process.env, JUGGLER_LIBRARY: library, JUGGLER_SCHEDULER: mode, HOME: library },
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const stealNs = steal() - before;
  if (status === null || stdout === '') throw new Error(`juggler ended with ${status}: ${stderr}`);
  return { ...(await lastOf(library, stdout)), stealNs };
}

/** The recording that `juggler record --json` has just kept. @param stdout its document */
export async function lastOf(library: string, stdout: string): Promise<Omit<Recorded, 'stealNs'>> {
  const opened = await openLibrary(library);
  const { runs } = await opened.load((JSON.parse(stdout) as { readonly id: string }).id);
  const builder = new RecordingBuilder();
  for await (const { chunks, run } of runs) {
    for await (const chunk of chunks) builder.append(chunk);
    const recording = builder.snapshot();
    return { run, threads: threadsOf(recording, (run.command?.monotonicMs ?? 0) * 1e6), recording };
  }
  throw new Error('There is no run in it.');
}

function threadsOf(recording: Recording, epoch: number): RecordedThread[] {
  return findTracks(recording, 'states', trackNames.states).map(({ lane, columns }) => {
    const { pid, tid } = recording.lanes.find(({ id }) => id === lane)!;
    const { start, end, state, core } = columns;
    const intervals = Array.from(start, (from, row) => ({
      start: from + epoch,
      end: end[row]! + epoch,
      state: threadStates[state[row]!]!,
      core: core[row]!,
    }));
    return { pid: pid!, tid: tid!, intervals };
  });
}

/** The eighth field of /proc/stat counts in 10 ms: what was taken in between may be a step more than it tells. */
export const stealStepNs = 10e6;

/** What the hypervisor may have taken of all cores since `before`, ns; 0 where it never took any. */
export function stealSince(before: number): number {
  const now = steal();
  return now === 0 ? 0 : now - before + stealStepNs;
}

/** What the hypervisor has taken of all cores, ns. */
export function steal(): number {
  return Number(readFileSync('/proc/stat', 'utf8').split('\n')[0]!.trim().split(/\s+/)[8]) * 10e6;
}

/** Time in each state within a range, ns, and how often it got a core. */
export function times({ intervals }: RecordedThread, from: number, to: number) {
  const spent = new Map<ThreadState, number>();
  let switches = 0;
  for (const { start, end, state } of intervals) {
    const length = Math.min(end, to) - Math.max(start, from);
    if (length <= 0) continue;
    spent.set(state, (spent.get(state) ?? 0) + length);
    if (state === 'running') switches++;
  }
  return { spent, switches, running: spent.get('running') ?? 0 };
}
