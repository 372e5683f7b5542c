import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandLaunch, RecorderRequests } from '../../core/protocol/recorder';
import type { RecordedCommand, RunFailure, RunManifest, RunOutcome } from '../../core/trace/run';
import type { RunningComparison } from '../comparison/running-comparison';
import { OutputTail } from '../runner/output-tail';
import { launchStopped, type StoppedProgram } from '../scheduler/launch-stopped';
import { outcomeOf } from './command-outcome';
import { endPids } from './end-pids';
import { findProgram } from './find-program';
import { prepareAgents } from './prepare-agents';
import { CommandRecorder } from './record-command';

const pollMs = 10;
/** The end of the last thread is told of within this; a source that never tells is not waited for. */
const lastRecordsMs = 1000;

export interface CommandOutput {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  readonly atMs: number;
}

type Finished = RecorderRequests['runCommand']['reply'];

/** A command from its start to the end of the last thing it started. */
export class RunningCommand {
  readonly finished: Promise<Finished>;
  readonly #comparison: RunningComparison;
  readonly #run: RunManifest;
  readonly #launch: CommandLaunch;
  readonly #onOutput: (output: CommandOutput) => void;
  #recorder: CommandRecorder | null = null;
  #stopped = false;

  constructor(
    comparison: RunningComparison,
    run: RunManifest,
    launch: CommandLaunch,
    onOutput: (output: CommandOutput) => void,
  ) {
    this.#comparison = comparison;
    this.#run = run;
    this.#launch = launch;
    this.#onOutput = onOutput;
    this.finished = this.#execute();
  }

  /** Ends the whole tree. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await endPids(() => this.#recorder?.pids ?? []);
  }

  async #execute(): Promise<Finished> {
    const about = this.#run.command!;
    const { argv, folder: where, environment, detail } = this.#launch;
    let program: StoppedProgram | null = null;
    let epochNs = 0n;
    try {
      findProgram(argv[0] ?? '', where, environment['PATH']);
      await this.#comparison.record(this.#run, async (folder, sink) => {
        const prepared = prepareAgents(folder, this.#launch, 0n);
        program = await this.#start(prepared.environment);
        // t = 0 is when it may begin: the agents' settings are written anew for it.
        epochNs = process.hrtime.bigint();
        prepareAgents(folder, this.#launch, epochNs);
        const sampleNs = detail.samplesUs === null ? null : detail.samplesUs * 1000;
        this.#recorder = new CommandRecorder({ pid: program.pid, name: 'sh', epochNs, sampleNs }, folder, sink);
        for (const notice of prepared.notices) this.#recorder.unloaded(notice);
        return this.#recorder;
      });
    } catch (error) {
      (program as StoppedProgram | null)?.child.kill('SIGKILL');
      return this.#neverStarted(error instanceof Error ? error.message : String(error), about);
    }
    return this.#follow(program!, this.#recorder!, epochNs);
  }

  async #follow(program: StoppedProgram, recorder: CommandRecorder, epochNs: bigint): Promise<Finished> {
    const about = this.#run.command!;
    const output = this.#watchOutput(program, epochNs);
    const exit = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
      program.child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    program.release();
    const { code, signal } = await exit;
    await untilOver(recorder);
    recorder.close();
    const command: RecordedCommand = { ...about, exitCode: code, signal, monotonicMs: Number(epochNs) / 1e6 };
    const outcome = outcomeOf(recorder, output);
    const failure = this.#stopped ? stoppedFailure : signal === null ? null : { message: `It was ended by ${signal}.` };
    const status = this.#stopped ? 'stopped' : signal === null ? 'done' : 'failed';
    return this.#end(status, failure, outcome, command);
  }

  #start(environment: NodeJS.ProcessEnv): Promise<StoppedProgram> {
    const { argv, folder, stdio } = this.#launch;
    return launchStopped({
      argv,
      folder,
      environment,
      stdio:
        stdio === 'captured' ? ['ignore', 'pipe', 'pipe'] : ['inherit', stdio === 'result' ? 2 : 'inherit', 'inherit'],
      ownGroup: stdio === 'captured',
    });
  }

  #watchOutput({ child }: StoppedProgram, epochNs: bigint): OutputTail | null {
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) return null;
    for (const [stream, name] of [
      [stdout, 'stdout'],
      [stderr, 'stderr'],
    ] as const) {
      stream.on('data', (data: Buffer) => {
        const atMs = Number(process.hrtime.bigint() - epochNs) / 1e6;
        this.#onOutput({ stream: name, text: data.toString(), atMs });
      });
    }
    return new OutputTail([stdout, stderr]);
  }

  async #neverStarted(message: string, command: RecordedCommand): Promise<Finished> {
    await this.#comparison.begin(this.#run, process.pid);
    return this.#end('failed', { message }, null, command);
  }

  #end(
    status: 'done' | 'failed' | 'stopped',
    failure: RunFailure | null,
    outcome: RunOutcome | null,
    command: RecordedCommand,
  ): Promise<Finished> {
    const { id: run } = this.#run;
    return this.#comparison.end({ comparison: '', run, status, failure, outcome, notices: [] }, command);
  }
}

/** A tree can outlive its root. */
async function untilOver(recorder: CommandRecorder): Promise<void> {
  let emptyFor = 0;
  while (!recorder.over && emptyFor < lastRecordsMs) {
    await sleep(pollMs);
    emptyFor = recorder.pids.length === 0 ? emptyFor + pollMs : 0;
  }
}

const stoppedFailure: RunFailure = { message: 'It was stopped; what was recorded until then is kept.' };
