/* Takes the place of src/workers/measure/task-recorder.ts in a build of the pools that records no task. */
import type { EndedTask, RunningTask, TaskRecorder as Recorder } from '../../../src/workers/measure/task-recorder';

export class TaskRecorder implements Pick<Recorder, keyof Recorder> {
  begin(item: number, slot: number): RunningTask {
    return { item, slot, start: 0, cpuAtStart: 0, overlapsBefore: 0, runEnd: 0, cpuAtRunEnd: 0 };
  }

  returned(): void {}

  endedAtOnce(task: RunningTask): EndedTask {
    return { task, end: 0, cpuAtEnd: 0, alone: true };
  }

  ended(task: RunningTask): EndedTask {
    return this.endedAtOnce(task);
  }

  write(): void {}

  sampleIdleCpu(): void {}

  sampleCpuNow(): void {}
}
