/*
 * Times of tasks. CPU time is read inside the wall-clock readings, so that a share never exceeds 1:
 *
 *   begin            returned                    end
 *   wall cpu ─run()─ cpu wall ── awaiting ── cpu wall
 *        |—— head ——|            |—— tail ——|           tail only where no other task overlapped in this thread
 */
import type { Hash64 } from '../../core/base/hash64';
import type { Clock } from './clock';
import type { FrameWriter, StartedTask } from './frame-writer';
import type { ThreadCpuClock } from './thread-cpu-clock';

export interface RunningTask extends StartedTask {
  cpuAtStart: number;
  /** Number of overlaps seen in this thread before this task was one of them. */
  readonly overlapsBefore: number;
  runEnd: number;
  cpuAtRunEnd: number;
}

/** A task whose times are complete, but not yet written: its result is hashed in between, off the clock. */
export interface EndedTask {
  readonly task: RunningTask;
  readonly end: number;
  readonly cpuAtEnd: number;
  readonly alone: boolean;
}

const cpuPeriodNs = 10e6;
const idleCpuPeriodNs = 50e6;

export class TaskRecorder {
  readonly #writer: FrameWriter;
  readonly #clock: Clock;
  readonly #threadCpu: ThreadCpuClock;
  readonly #processCpu: () => number;
  #inFlight = 0;
  #overlaps = 0;
  #cpuReadAt = -Infinity;

  constructor(writer: FrameWriter, clock: Clock, threadCpu: ThreadCpuClock, processCpu: () => number) {
    this.#writer = writer;
    this.#clock = clock;
    this.#threadCpu = threadCpu;
    this.#processCpu = processCpu;
  }

  begin(item: number, slot: number): RunningTask {
    const overlapsBefore = this.#overlaps;
    if (this.#inFlight++ > 0) this.#overlaps++;
    const start = this.#clock();
    const task = { item, slot, start, cpuAtStart: 0, overlapsBefore, runEnd: 0, cpuAtRunEnd: 0 };
    this.#writer.started(task, start);
    // After the flush that may have been due: writing is the recorder's time, not the task's.
    task.cpuAtStart = this.#threadCpu();
    this.#sampleCpu(start, task.cpuAtStart);
    return task;
  }

  /** `run` returned something to wait for. */
  returned(task: RunningTask): void {
    task.cpuAtRunEnd = this.#threadCpu();
    task.runEnd = this.#clock();
  }

  /** A synchronous task: `run` returned its result. */
  endedAtOnce(task: RunningTask): EndedTask {
    this.returned(task);
    return this.#end(task, task.runEnd, task.cpuAtRunEnd);
  }

  ended(task: RunningTask): EndedTask {
    const cpuAtEnd = this.#threadCpu();
    return this.#end(task, this.#clock(), cpuAtEnd);
  }

  write({ task, end, cpuAtEnd, alone }: EndedTask, hash: Hash64): void {
    const head = share(task.cpuAtRunEnd - task.cpuAtStart, task.runEnd - task.start);
    const tail = alone ? share(cpuAtEnd - task.cpuAtRunEnd, end - task.runEnd) : Number.NaN;
    this.#writer.ended(task, task.runEnd, end, head, tail, hash.high, hash.low);
    this.#sampleCpu(end, cpuAtEnd);
  }

  /** Where no task begins or ends for a while: called by a timer. A thread without tasks has little to tell. */
  sampleIdleCpu(): void {
    const now = this.#clock();
    const period = this.#inFlight > 0 ? cpuPeriodNs : idleCpuPeriodNs;
    if (now - this.#cpuReadAt >= period) this.#writeCpu(now, this.#threadCpu());
  }

  /** The edges of the work, whatever the period. */
  sampleCpuNow(): void {
    this.#writeCpu(this.#clock(), this.#threadCpu());
  }

  #end(task: RunningTask, end: number, cpuAtEnd: number): EndedTask {
    this.#inFlight--;
    return { task, end, cpuAtEnd, alone: this.#overlaps === task.overlapsBefore };
  }

  #sampleCpu(now: number, threadCpu: number): void {
    if (now - this.#cpuReadAt >= cpuPeriodNs) this.#writeCpu(now, threadCpu);
  }

  #writeCpu(now: number, threadCpu: number): void {
    this.#cpuReadAt = now;
    this.#writer.cpu(now, threadCpu, this.#processCpu());
  }
}

/** NaN where nothing was measured; 1 for a span too short to have a share. */
function share(cpu: number, wall: number): number {
  if (Number.isNaN(cpu)) return Number.NaN;
  return wall <= 0 ? 1 : Math.min(1, Math.max(0, cpu / wall));
}
