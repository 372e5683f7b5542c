/*
 * Records a command, once or several times, as one more band of a comparison: a new one, or one that is there already.
 */
import type { CompareProgress } from '../../core/protocol/contract';
import type { Attachment, CommandLaunch } from '../../core/protocol/recorder';
import type { ComparisonManifest } from '../../core/trace/comparison';
import type { Machine } from '../../core/trace/machine';
import { commandMode, isCommandMode, type CommandMode, type RunManifest } from '../../core/trace/run';
import type { RecorderRequest } from '../client';
import { newComparisonId } from './comparison-id';
import { checkRunCount } from './run-count';

export interface CommandSpec {
  /** What the user calls it. */
  readonly name: string;
  /** As it was typed. */
  readonly line: string;
  readonly repeats: number;
  readonly start: CommandStart;
}

/** A program is started, or one that runs already is looked at. */
export type CommandStart =
  | { readonly launch: CommandLaunch }
  | {
      readonly attach: Attachment;
      /** Where it works; empty: not known. */
      readonly folder: string;
    };

export interface CommandOptions {
  readonly spec: CommandSpec;
  /** A comparison of commands that gets one more band; null: a new one. */
  readonly append: ComparisonManifest | null;
  readonly version: string;
  readonly machine: Machine;
  readonly recorder: RecorderRequest;
  readonly onProgress: (progress: CompareProgress) => void;
}

export interface RunningCommands {
  readonly manifest: ComparisonManifest;
  /** @throws {Error} with a sentence, when the recorder is gone or refuses */
  readonly finished: Promise<ComparisonManifest>;
  /** Ends what runs, and leaves out the rest. */
  stop(): void;
  /** Ends what runs, and goes on with the next repeat. */
  skip(): void;
  /** Hands a signal on to the program; where it asks to end, there is no next repeat. */
  passOn(signal: string): void;
}

/** Names are as long in documents. */
const mostName = 200;
const mostLine = 4096;

export function runCommand(options: CommandOptions): RunningCommands {
  const runner = new CommandRunner(options);
  return {
    manifest: runner.manifest,
    finished: runner.run(),
    stop: () => runner.stop(),
    skip: () => runner.skip(),
    passOn: (signal) => runner.passOn(signal),
  };
}

class CommandRunner {
  readonly manifest: ComparisonManifest;
  readonly #options: CommandOptions;
  readonly #mode: CommandMode;
  #current: RunManifest | null = null;
  #finished = 0;
  #stopped = false;

  constructor(options: CommandOptions) {
    this.#options = options;
    this.manifest = options.append ?? newComparison(options);
    this.#mode = commandMode(new Set(this.manifest.runs.map(({ mode }) => mode).filter(isCommandMode)).size + 1);
  }

  stop(): void {
    this.#stopped = true;
    this.skip();
  }

  skip(): void {
    if (this.#current === null) return;
    const { recorder } = this.#options;
    recorder('stopCommand', { comparison: this.manifest.id, run: this.#current.id }).catch(() => undefined);
  }

  passOn(signal: string): void {
    if (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'].includes(signal)) this.#stopped = true;
    if (this.#current === null) return;
    const { recorder } = this.#options;
    recorder('passOnSignal', { comparison: this.manifest.id, run: this.#current.id, signal }).catch(() => undefined);
  }

  async run(): Promise<ComparisonManifest> {
    const { recorder, append, spec } = this.#options;
    const { id: comparison } = this.manifest;
    checkRunCount(this.manifest.runs.length + spec.repeats);
    try {
      if (append === null) await recorder('createComparison', { manifest: this.manifest });
      else await recorder('continueComparison', { comparison });
      let done = 0;
      for (let repeat = 1; repeat <= spec.repeats && !this.#stopped; repeat++) {
        const run = this.#runOf(repeat);
        this.#current = run;
        this.#progress('running', null);
        const { manifest } = await this.#record(run, repeat < spec.repeats);
        this.#finished++;
        if (manifest.status === 'done') done++;
        // What can't be started can't be started again.
        if (manifest.outcome === undefined) break;
      }
      this.#current = null;
      const { manifest } = await recorder('finishComparison', { comparison });
      this.#progress(this.#stopped ? 'stopped' : done > 0 ? 'done' : 'failed', manifest);
      return manifest;
    } catch (error) {
      this.#progress('failed', null);
      throw error;
    }
  }

  #record(run: RunManifest, more: boolean) {
    const { recorder, spec } = this.#options;
    const { id: comparison } = this.manifest;
    return 'launch' in spec.start
      ? recorder('runCommand', { comparison, run, command: { ...spec.start.launch, more } })
      : recorder('attach', { comparison, run, process: spec.start.attach });
  }

  #runOf(repeat: number): RunManifest {
    const { name, line, start } = this.#options.spec;
    const samplesUs = 'launch' in start ? start.launch.detail.samplesUs : null;
    const about = {
      ...('launch' in start ? { folder: start.launch.folder } : { folder: start.folder, attached: start.attach }),
      ...(samplesUs === null ? {} : { samplesUs }),
    };
    return {
      schema: 'juggler.run/1',
      id: `${this.#mode.replace(' ', '-')}-${repeat}`,
      mode: this.#mode,
      workers: 1,
      inFlight: 1,
      repeat,
      status: 'waiting',
      startedAt: new Date().toISOString(),
      capabilities: {},
      command: { name: name.slice(0, mostName), line, exitCode: null, signal: null, ...about },
    };
  }

  #progress(state: CompareProgress['state'], manifest: ComparisonManifest | null): void {
    this.#options.onProgress({
      comparison: this.manifest.id,
      state,
      finishedRuns: this.#finished,
      totalRuns: this.#options.spec.repeats,
      current:
        this.#current === null ? null : { mode: this.#current.mode, repeat: this.#current.repeat, phase: 'recording' },
      manifest,
    });
  }
}

function newComparison({ spec, version, machine }: CommandOptions): ComparisonManifest {
  const title = spec.name.slice(0, mostName);
  return {
    schema: 'juggler.comparison-file/1',
    id: newComparisonId(new Date()),
    name: title,
    createdAt: new Date().toISOString(),
    version,
    machine,
    spec: {
      workload: { kind: 'command', id: spec.line.slice(0, mostLine), title, items: null, seed: 0, parameters: {} },
      modes: [],
      workers: 1,
      inFlight: 1,
      repeats: spec.repeats,
      timeLimitMs: null,
    },
    runs: [],
    notes: '',
    view: null,
  };
}
