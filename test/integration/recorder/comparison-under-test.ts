import { fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CompareProgress } from '../../../src/core/protocol/contract';
import type { FromRecorder, RecorderEvent } from '../../../src/core/protocol/recorder';
import type { ComparisonSpec } from '../../../src/core/trace/comparison';
import type { Machine } from '../../../src/core/trace/machine';
import type { Recording } from '../../../src/core/trace/recording';
import { RecordingBuilder } from '../../../src/core/trace/recording-builder';
import { RecorderClient } from '../../../src/recorder/client';
import { pythonParts } from '../../../src/recorder/runner/python-parts';
import { runComparison, type RunningComparison } from '../../../src/recorder/runner/run-comparison';
import { spawnFork } from '../../../src/recorder/runner/spawn-fork';

/** `JUGGLER_OUT`: a build elsewhere, so that developing doesn't disturb who uses `out/`. */
const out = process.env['JUGGLER_OUT'] ?? 'out';
const jobHost = resolve(out, 'workers/job-host.js');

export const fixture = (name: string): string => resolve('test/fixtures/recorder', name);

/** A real recorder in a process of its own, whose parent (this test) is its viewer. */
export class RecorderUnderTest {
  readonly folder = mkdtempSync(join(tmpdir(), 'juggler-test-'));
  readonly library = join(this.folder, 'library');
  readonly child: ChildProcess;
  readonly client: RecorderClient;
  readonly events: RecorderEvent[] = [];
  readonly troubles: string[] = [];
  readonly #builders = new Map<string, RecordingBuilder>();

  /** @param limits `mostFileKilobytes`: no file may get longer, as if the disk were full. */
  constructor({ mostFileKilobytes }: { readonly mostFileKilobytes?: number } = {}) {
    const entry = resolve(out, 'recorder/index.js');
    const limited = ['-c', `ulimit -f ${mostFileKilobytes}; exec "$0" "$@"`, process.execPath, entry];
    this.child =
      mostFileKilobytes === undefined
        ? fork(entry, [], { serialization: 'advanced', execArgv: [] })
        : spawn('bash', limited, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.client = new RecorderClient((message) => this.child.send(message), {
      onEvent: (event) => this.#receive(event),
      onTrouble: (message) => this.troubles.push(message),
    });
    this.child.on('message', (message) => this.client.receive(message as FromRecorder));
    this.child.once('exit', () => this.client.end(new Error('The recorder ended.')));
    this.child.send({ type: 'viewer' });
  }

  /** Put together from the chunks that a viewer gets. */
  recording(run: string): Recording {
    return this.#builders.get(run)!.snapshot();
  }

  async hello(library = this.library): Promise<Machine> {
    const { machine } = await this.client.request('hello', { library, version: '0.0.0', electron: null });
    return machine;
  }

  async close(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = new Promise((done) => this.child.once('exit', done));
      this.child.disconnect();
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  #receive(event: RecorderEvent): void {
    this.events.push(event);
    if (event.type !== 'chunk') return;
    const builder = this.#builders.get(event.run) ?? new RecordingBuilder();
    this.#builders.set(event.run, builder);
    builder.appendPacked(event.chunk);
  }
}

export function specOf(
  workload: Partial<ComparisonSpec['workload']>,
  change: Partial<Omit<ComparisonSpec, 'workload'>> = {},
): ComparisonSpec {
  return {
    workload: { kind: 'built-in', id: 'primes', title: 'Test', items: null, seed: 1, parameters: {}, ...workload },
    modes: ['serial', 'async', 'threads', 'processes'],
    workers: 2,
    inFlight: 8,
    repeats: 1,
    timeLimitMs: 30_000,
    ...change,
  };
}

export async function compare(
  recorder: RecorderUnderTest,
  spec: ComparisonSpec,
  onProgress: (progress: CompareProgress, comparison: RunningComparison) => void = () => undefined,
  library = recorder.library,
): Promise<RunningComparison> {
  const machine = await recorder.hello(library);
  const comparison: RunningComparison = runComparison({
    spec,
    id: `test-${Date.now()}`,
    name: 'Test',
    version: '0.0.0',
    machine,
    recorder: recorder.client.request,
    spawn: spawnFork,
    jobHost,
    python: pythonParts(resolve(out)),
    // Progress comes before this function has returned, too.
    onProgress: (progress) => setImmediate(() => onProgress(progress, comparison)),
  });
  return comparison;
}
