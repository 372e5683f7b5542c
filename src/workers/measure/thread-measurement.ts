import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { frameKinds, type FrameKind } from '../../core/protocol/frames';
import type { ThreadHello, ThreadSummary } from '../../core/protocol/job';
import { clockSince, type Clock } from './clock';
import { FrameFile } from './frame-file';
import { FrameWriter } from './frame-writer';
import { idleLoopResolutionMs, LoopSampler, loopResolutionMs, type LoopSummary } from './loop-sampler';
import { TaskRecorder } from './task-recorder';
import { openThreadCpu, type ThreadCpuClock } from './thread-cpu-clock';

export interface MeasuredThread {
  readonly folder: string;
  readonly epochNs: string;
  readonly role: ThreadHello['role'];
  readonly worker: number | null;
  readonly kind: ThreadHello['kind'];
}

// The user's code may replace the globals (fake timers); ours are taken before it is loaded.
const { setInterval: startTimer, clearInterval: stopTimer } = globalThis;

/** Everything that is measured in the calling thread, from now until `close`. */
export class ThreadMeasurement {
  readonly clock: Clock;
  readonly tasks: TaskRecorder;
  readonly tid: number | null;
  readonly #file: FrameFile;
  readonly #writer: FrameWriter;
  readonly #loop: LoopSampler;
  readonly #timer: NodeJS.Timeout;
  readonly #threadCpu: ThreadCpuClock;
  #cpuAtWork = Number.NaN;
  #runDelayAtWork = Number.NaN;
  readonly #onExit = (): void => this.#writer.flush();

  constructor(thread: MeasuredThread) {
    const threadCpu = openThreadCpu();
    const resolutionMs = thread.worker === null ? idleLoopResolutionMs : loopResolutionMs;
    this.#threadCpu = threadCpu.now;
    this.tid = nativeThreadId();
    this.clock = clockSince(thread.epochNs);
    this.#file = new FrameFile(join(thread.folder, `${process.pid}-${threadId}.frames`));
    this.#writer = new FrameWriter(this.#file, this.clock);
    const { epochNs, role, worker, kind } = thread;
    const hello = { epochNs, role, worker, pid: process.pid, tid: this.tid, kind, threadCpu: threadCpu.source };
    this.json(frameKinds.hello, hello satisfies ThreadHello);
    this.tasks = new TaskRecorder(this.#writer, this.clock, threadCpu.now, processCpuNs);
    this.#loop = new LoopSampler(this.clock, resolutionMs, (at, lag, use) => this.#writer.loop(at, lag, use));
    this.#timer = startTimer(() => this.#tick(), resolutionMs).unref();
    process.on('exit', this.#onExit);
  }

  /** Why recording stopped, as a sentence; null while all is well. */
  get trouble(): string | null {
    return this.#file.trouble;
  }

  json(kind: FrameKind, value: unknown): void {
    this.#writer.json(kind, value);
  }

  beginWork(): void {
    this.tasks.sampleCpuNow();
    this.#runDelayAtWork = runDelayNs();
    this.#cpuAtWork = this.#threadCpu();
    this.#loop.beginWork();
  }

  endWork(): LoopSummary {
    this.tasks.sampleCpuNow();
    const cpu = this.#threadCpu() - this.#cpuAtWork;
    const runDelay = runDelayNs() - this.#runDelayAtWork;
    return {
      ...this.#loop.endWork(),
      cpu: Number.isNaN(cpu) ? null : cpu,
      runDelay: Number.isNaN(runDelay) ? null : runDelay,
    };
  }

  /** Last rows and the summary; nothing may be measured after it. */
  close(tasks: number, loop: LoopSummary): void {
    stopTimer(this.#timer);
    process.off('exit', this.#onExit);
    this.json(frameKinds.summary, { at: this.clock(), tasks, loop } satisfies ThreadSummary);
    this.#file.close();
  }

  /** For a thread that ends without a summary: it failed, or was stopped. */
  flush(): void {
    this.#writer.flush();
  }

  #tick(): void {
    this.#loop.tick();
    this.tasks.sampleIdleCpu();
    this.#writer.flushIfDue(this.clock());
  }
}

/** User and system time of the process, all its threads, in nanoseconds (getrusage). */
export function processCpuNs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

/** Linux names it in /proc; elsewhere it isn't known. */
function nativeThreadId(): number | null {
  if (process.platform !== 'linux') return null;
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
  } catch {
    return null;
  }
}

/** How long the calling thread has waited for a core so far; NaN where Linux keeps no account (its time on a core is 0, too). */
function runDelayNs(): number {
  if (process.platform !== 'linux') return Number.NaN;
  try {
    const [onCpu, delay] = readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ').map(Number);
    return onCpu! > 0 ? delay! : Number.NaN;
  } catch {
    return Number.NaN;
  }
}
