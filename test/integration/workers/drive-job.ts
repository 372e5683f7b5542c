import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  decodeFrames,
  frameKinds,
  isRowKind,
  rowFields,
  rowsOf,
  type RowFrameKind,
} from '../../../src/core/protocol/frames';
import type { FromJob, JobResult, JobSpec, PhaseMark, ThreadHello, ToJob } from '../../../src/core/protocol/job';
import type { WorkloadChoice } from '../../../src/core/trace/comparison';
import type { RunFailure } from '../../../src/core/trace/run';

/** `npm run build` has been done; JUGGLER_OUT names another build. */
const out = resolve(process.env['JUGGLER_OUT'] ?? 'out');

export type Row = Readonly<Record<string, number>>;

export interface ThreadFile {
  readonly hello: ThreadHello;
  readonly tasks: readonly Row[];
  readonly started: readonly Row[];
  readonly loop: readonly Row[];
  readonly cpu: readonly Row[];
  readonly phases: readonly PhaseMark[];
  readonly summarised: boolean;
}

export interface DrivenJob {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly result: JobResult | null;
  readonly failure: RunFailure | null;
  readonly phase: string | null;
  readonly files: readonly ThreadFile[];
  /** What was left in the run's folder, beside the frames. */
  readonly leftovers: readonly string[];
  readonly output: string;
}

export interface Drive {
  readonly mode: JobSpec['mode'];
  readonly workload: WorkloadChoice;
  readonly workers?: number;
  readonly inFlight?: number;
  readonly env?: NodeJS.ProcessEnv;
  /** Called when the work is under way. */
  readonly whileRunning?: (host: ChildProcess, folder: string) => void;
}

export const builtInChoice = (
  id: string,
  items: number | null,
  parameters: Record<string, number> = {},
): WorkloadChoice => ({ kind: 'built-in', id, title: id, items, seed: 7, parameters });

export const moduleChoice = (name: string, items: number | null = null): WorkloadChoice => ({
  kind: 'module',
  id: resolve('test/fixtures/modules', name),
  title: name,
  items,
  seed: 7,
  parameters: {},
});

/** Does what the runner does: starts a host, lets it prepare and run, and reads what its threads wrote. */
export async function driveJob(drive: Drive): Promise<DrivenJob> {
  const folder = mkdtempSync(join(tmpdir(), 'juggler-job-'));
  try {
    const ended = await runHost(drive, folder);
    const names = existsSync(folder) ? readdirSync(folder) : [];
    const frames = names.filter((name) => name.endsWith('.frames'));
    return {
      ...ended,
      files: frames.map((name) => readFrames(join(folder, name))),
      leftovers: names.filter((name) => !name.endsWith('.frames')),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Ended = Omit<DrivenJob, 'files' | 'leftovers'>;

function runHost(
  { mode, workload, workers = 2, inFlight = 64, env, whileRunning }: Drive,
  folder: string,
): Promise<Ended> {
  const host = fork(join(out, 'workers/job-host.js'), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, ...env },
  });
  const send = (message: ToJob): void => void host.send(message);
  let last: FromJob | null = null;
  let output = '';
  host.stdout!.on('data', (part: Buffer) => (output += part.toString()));
  host.stderr!.on('data', (part: Buffer) => (output += part.toString()));
  host.on('message', (message: FromJob) => {
    last = message;
    if (message.type !== 'prepared') return;
    send({ type: 'start' });
    whileRunning?.(host, folder);
  });
  send({ type: 'prepare', spec: { runId: 'run', folder, workload, mode, workers, inFlight } });
  return new Promise((settle) => {
    // Not 'exit': what was printed last is still on its way then.
    host.on('close', (exitCode, signal) => {
      const message = last;
      settle({
        exitCode,
        signal,
        output,
        result: message?.type === 'finished' ? message.result : null,
        failure: message?.type === 'failed' ? message.failure : null,
        phase: message?.type === 'failed' ? message.phase : null,
      });
    });
  });
}

function readFrames(file: string): ThreadFile {
  const rows: Record<RowFrameKind, Row[]> = { 2: [], 3: [], 4: [], 5: [], 9: [] };
  const texts: { kind: number; value: unknown }[] = [];
  for (const { kind, payload } of decodeFrames(readFileSync(file)).frames) {
    if (isRowKind(kind)) rows[kind].push(...toRows(rowFields[kind], rowsOf(payload)));
    else texts.push({ kind, value: JSON.parse(new TextDecoder().decode(payload)) });
  }
  const ofKind = (kind: number): unknown[] => texts.filter((text) => text.kind === kind).map(({ value }) => value);
  return {
    hello: ofKind(frameKinds.hello)[0] as ThreadHello,
    tasks: rows[frameKinds.task],
    started: rows[frameKinds.taskStart],
    loop: rows[frameKinds.loop],
    cpu: rows[frameKinds.cpu],
    phases: ofKind(frameKinds.phase) as PhaseMark[],
    summarised: ofKind(frameKinds.summary).length === 1,
  };
}

function toRows(fields: readonly string[], values: Float64Array): Row[] {
  return Array.from({ length: values.length / fields.length }, (_, row) =>
    Object.fromEntries(fields.map((field, index) => [field, values[row * fields.length + index]!])),
  );
}

/** Processes of the job that still run; a zombie doesn't. */
export function alive(job: DrivenJob): number[] {
  const pids = new Set(job.files.map(({ hello }) => hello.pid));
  return [...pids].filter((pid) => {
    try {
      process.kill(pid, 0);
      return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
    } catch {
      return false;
    }
  });
}

/** Every task once, by item. */
export const tasksOf = (job: DrivenJob): Row[] =>
  job.files.flatMap(({ tasks }) => tasks).sort((a, b) => a['item']! - b['item']!);
