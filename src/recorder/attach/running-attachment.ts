import { setTimeout as sleep } from 'node:timers/promises';
import type { Attachment, RecorderRequests } from '../../core/protocol/recorder';
import type { RunManifest } from '../../core/trace/run';
import type { RunningComparison } from '../comparison/running-comparison';
import { attachableProcess } from './attachable-process';
import { outcomeOf } from '../command/command-outcome';
import { CommandRecorder } from '../command/record-command';

/** It may end by itself: looked at so often. */
const pollMs = 20;

type Finished = RecorderRequests['attach']['reply'];

/** A process that ran before and runs on afterwards, while it is recorded. */
export class RunningAttachment {
  readonly finished: Promise<Finished>;
  readonly #comparison: RunningComparison;
  readonly #run: RunManifest;
  readonly #process: Attachment;
  #recording: Recording | null = null;
  #stopped = false;

  constructor(comparison: RunningComparison, run: RunManifest, process: Attachment) {
    this.#comparison = comparison;
    this.#run = run;
    this.#process = process;
    this.finished = this.#execute();
  }

  /** Looks at it no longer; nothing is sent to it. */
  stop(): Promise<void> {
    this.#stopped = true;
    return this.finished.then(
      () => undefined,
      () => undefined,
    );
  }

  async #execute(): Promise<Finished> {
    const { pid } = this.#process;
    try {
      const { name, notice } = await attachableProcess(pid);
      await this.#comparison.record(this.#run, (folder, sink) => {
        const epochNs = process.hrtime.bigint();
        const recorder = new CommandRecorder({ pid, name, epochNs, runs: true }, folder, sink);
        if (notice !== null) recorder.notice(notice);
        this.#recording = { recorder, name, epochNs };
        return recorder;
      });
    } catch (error) {
      await this.#comparison.begin(this.#run, process.pid);
      return this.#end('failed', error instanceof Error ? error.message : String(error), null);
    }
    return this.#follow(this.#recording!);
  }

  async #follow(recording: Recording): Promise<Finished> {
    const { recorder, name } = recording;
    const { pid, seconds } = this.#process;
    const end = performance.now() + (seconds === null ? Infinity : seconds * 1000);
    while (!this.#stopped && !recorder.over && performance.now() < end) {
      await sleep(Math.min(pollMs, Math.max(1, end - performance.now())));
    }
    const hasEnded = recorder.over;
    recorder.close();
    if (hasEnded) recorder.notice(`${name} (${pid}) ended by itself while it was recorded.`);
    return this.#end('done', null, recording);
  }

  #end(status: 'done' | 'failed', message: string | null, recording: Recording | null): Promise<Finished> {
    const about = this.#run.command!;
    const command = recording === null ? about : { ...about, monotonicMs: Number(recording.epochNs) / 1e6 };
    const outcome = recording === null ? null : outcomeOf(recording.recorder, null, null);
    const failure = message === null ? null : { message };
    return this.#comparison.end({ comparison: '', run: this.#run.id, status, failure, outcome, notices: [] }, command);
  }
}

interface Recording {
  readonly recorder: CommandRecorder;
  readonly name: string;
  readonly epochNs: bigint;
}
