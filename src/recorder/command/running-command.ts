import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandLaunch, RecorderRequests } from '../../core/protocol/recorder';
import type { RecordedCommand, RunFailure, RunManifest, RunOutcome } from '../../core/trace/run';
import type { RunningComparison } from '../comparison/running-comparison';
import { launchStopped, type StoppedProgram } from '../launch/launch-stopped';
import { signalNumber, type ProgramEnd } from '../launch/wait-status';
import { readProcLine } from '../proc/proc-file';
import { parseAccount } from '../scheduler/sampled/thread-files';
import { OutputTail } from '../runner/output-tail';
import { outcomeOf } from './command-outcome';
import { endPids } from './end-pids';
import { findProgram } from './find-program';
import { prepareAgents } from './prepare-agents';
import { CommandRecorder } from './record-command';

const pollMs = 10;
/** How often the native launcher is told which processes there are, for the case that this process dies. */
const trackMs = 250;
const maxTracked = 4096;
/** Children of a program that ended in order end within this, or are ended. */
const lastChildrenMs = 500;
/** The end of the last thread is told of within this; a source that never tells is not waited for. */
const lastRecordsMs = 1000;
/** And what its agents have told and was not read yet, within this. */
const lastAgentsMs = 5000;

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
  /** Signals that were passed on. */
  readonly #passedOn = new Set<string>();
  #recorder: CommandRecorder | null = null;
  #program: StoppedProgram | null = null;
  #tracked = '';
  /** CPU time of the process that becomes the program, until it may begin, ns. */
  #usedBefore = 0;
  #runs = false;
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
    await this.#endTree();
  }

  /** Hands a signal that this process got on to the program; when that has ended, it is for what is left of it. */
  async passOn(signal: string): Promise<void> {
    this.#passedOn.add(signal);
    if (this.#runs) this.#program?.passOn(signal);
    else if (this.#program !== null && endingSignals.has(signal)) await this.stop();
  }

  async #endTree(): Promise<void> {
    const recorder = this.#recorder;
    if (recorder === null) return;
    await endPids(
      () => recorder.pids,
      (pid) => recorder.owns(pid),
    );
  }

  async #execute(): Promise<Finished> {
    const about = this.#run.command!;
    const { detail } = this.#launch;
    let program: StoppedProgram | null = null;
    let epochNs = 0n;
    try {
      if (!hasOtherBytes(this.#launch)) this.#findProgram();
      await this.#comparison.record(this.#run, async (folder, sink) => {
        const prepared = prepareAgents(folder, this.#launch, 0n);
        program = await launchStopped({ ...this.#launch, withAgents: prepared.environment });
        this.#program = program;
        program.watch(folder, [program.pid]);
        this.#usedBefore = usedBy(program.pid);
        // t = 0 is when it may begin: the agents' settings are written anew for it.
        epochNs = process.hrtime.bigint();
        prepareAgents(folder, this.#launch, epochNs);
        const sampleNs = detail.samplesUs === null ? null : detail.samplesUs * 1000;
        this.#recorder = new CommandRecorder({ pid: program.pid, name: program.name, epochNs, sampleNs }, folder, sink);
        for (const notice of prepared.notices) this.#recorder.unloaded(notice);
        return this.#recorder;
      });
    } catch (error) {
      this.#discard(program);
      return this.#neverStarted(messageOf(error), about);
    }
    return this.#follow(program!, this.#recorder!, epochNs);
  }

  async #follow(program: StoppedProgram, recorder: CommandRecorder, epochNs: bigint): Promise<Finished> {
    const about = this.#run.command!;
    const output = this.#watchOutput(program, epochNs);
    const { begun, ended } = program.release();
    this.#runs = true;
    const tracking = setInterval(() => this.#track(program, recorder), trackMs);
    const begin = await begun;
    const end = await ended;
    this.#runs = false;
    const isOutlived = recorder.pids.some((pid) => pid !== program.pid && recorder.owns(pid));
    if (begin.type === 'refused') {
      clearInterval(tracking);
      recorder.close();
      program.close();
      return this.#end('failed', { message: this.#whyRefused(begin.error) }, null, about);
    }
    if (begin.withoutAgents) recorder.unloaded(withoutAgents);
    // Nothing would end the tree if this process died, too.
    if (isUnknown(end)) await this.#endTree();
    // A program that handled the signal and left nothing behind was not stopped.
    else if (this.#endsAll(end) && (end.signal !== null || !(await within(() => recorder.over, lastChildrenMs))))
      await this.stop();
    await untilOver(recorder);
    clearInterval(tracking);
    recorder.close();
    program.close();
    const { code, signal } = end;
    const command: RecordedCommand = { ...about, exitCode: code, signal, monotonicMs: Number(epochNs) / 1e6 };
    const isWhole = end.usedNs !== undefined && (recorder.isExact || !isOutlived);
    const outcome = outcomeOf(recorder, output, isWhole ? (end.usedNs - this.#usedBefore) / 1e6 : null);
    const failure = this.#stopped ? stoppedFailure : failureOf(end);
    const status = this.#stopped ? 'stopped' : failure === null ? 'done' : 'failed';
    return this.#end(status, failure, outcome, command);
  }

  #track(program: StoppedProgram, recorder: CommandRecorder): void {
    const pids = recorder.pids.slice(0, maxTracked);
    const now = pids.join(' ');
    if (now !== this.#tracked) program.watch(null, pids);
    this.#tracked = now;
  }

  /** Whether it was ended by a signal that was passed on: then so is all that it started. */
  #endsAll({ code, signal }: ProgramEnd): boolean {
    if (this.#passedOn.has('SIGTERM')) return true;
    return [...this.#passedOn].some(
      (name) => endingSignals.has(name) && (signal === name || code === 128 + (signalNumber(name) ?? 0)),
    );
  }

  /** @throws {Error} with a sentence */
  #findProgram(): void {
    const { argv, folder, environment } = this.#launch;
    findProgram(argv[0] ?? '', folder, environment['PATH']);
  }

  #whyRefused(error: string): string {
    try {
      this.#findProgram();
    } catch (reason) {
      return messageOf(reason);
    }
    return `${this.#launch.argv[0]} could not be executed (${error})${refusals[error] ?? '.'}`;
  }

  #discard(program: StoppedProgram | null): void {
    if (program === null) return;
    program.passOn('SIGKILL');
    program.close();
  }

  #watchOutput({ stdout, stderr }: StoppedProgram, epochNs: bigint): OutputTail | null {
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

/** @returns whether it was so within the time */
async function within(isSo: () => boolean, ms: number): Promise<boolean> {
  const end = performance.now() + ms;
  while (!isSo() && performance.now() < end) await sleep(pollMs);
  return isSo();
}

/** A tree can outlive its root. */
async function untilOver(recorder: CommandRecorder): Promise<void> {
  let emptyFor = 0;
  while (!recorder.over && emptyFor < lastRecordsMs) {
    await sleep(pollMs);
    emptyFor = recorder.pids.length === 0 ? emptyFor + pollMs : 0;
  }
  // What agents have told by then is read in pieces, so that signals are heard.
  const until = performance.now() + lastAgentsMs;
  while (recorder.readAgents() && performance.now() < until) await sleep(1);
}

const stoppedFailure: RunFailure = { message: 'It was stopped; what was recorded until then is kept.' };

/** What is asked to end by them ends with all that it has started. */
const endingSignals: ReadonlySet<string> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

const withoutAgents =
  'Its arguments and environment are so large that the agents’ variables did not fit, so event loops and operations are not seen.';

const refusals: Readonly<Record<string, string>> = {
  ENOENT: ': the interpreter that it names in its first line does not exist.',
  E2BIG: ': its arguments and environment are too large.',
  EACCES: ': it, or the interpreter that it names, may not be executed.',
  ETXTBSY: ': somebody is writing to it.',
};

/** Bytes that are no UTF-8 were replaced: what is looked for under these names is something else. */
function hasOtherBytes({ argv, folder }: CommandLaunch): boolean {
  return `${argv[0]}${folder}`.includes('\uFFFD');
}

const isUnknown = ({ code, signal }: ProgramEnd): boolean => code === null && signal === null;

function failureOf({ code, signal, dumpedCore }: ProgramEnd): RunFailure | null {
  if (signal !== null) return { message: `It was ended by ${signal}${dumpedCore ? ', which dumped its core' : ''}.` };
  return code === null
    ? { message: 'Juggler’s launcher was killed, so the program and all it had started were ended.' }
    : null;
}

/** ns; 0 where nobody tells. */
function usedBy(pid: number): number {
  const line = readProcLine(`/proc/${pid}/schedstat`);
  return line === null ? 0 : parseAccount(line).ran;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
