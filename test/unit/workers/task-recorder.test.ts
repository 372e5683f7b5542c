import { describe, expect, it } from 'vitest';
import { nanos } from '../../../src/core/base/nanos';
import { zero64 } from '../../../src/core/base/hash64';
import { decodeFrames, frameKinds, rowsOf, taskRow, taskStartRow } from '../../../src/core/protocol/frames';
import { FrameWriter } from '../../../src/workers/measure/frame-writer';
import { TaskRecorder } from '../../../src/workers/measure/task-recorder';

/** A thread whose clocks stand still until they are told to move. */
function thread() {
  const time = { wall: 0, cpu: 0 };
  const written: Uint8Array[] = [];
  const sink = { write: (frames: readonly Uint8Array[]) => written.push(...frames.map((frame) => frame.slice())) };
  const clock = () => nanos(time.wall);
  const writer = new FrameWriter(sink, clock);
  const recorder = new TaskRecorder(
    writer,
    clock,
    () => time.cpu,
    () => time.cpu,
  );
  const pass = (wallMs: number, cpuMs: number): void => {
    time.wall += wallMs * 1e6;
    time.cpu += cpuMs * 1e6;
  };
  return { writer, recorder, pass, rows: (kind: number, fields: readonly string[]) => rows(written, kind, fields) };
}

function rows(written: readonly Uint8Array[], kind: number, fields: readonly string[]): Record<string, number>[] {
  return written
    .flatMap((bytes) => decodeFrames(bytes).frames)
    .filter((frame) => frame.kind === kind)
    .flatMap(({ payload }) => {
      const values = [...rowsOf(payload)];
      return Array.from({ length: values.length / fields.length }, (_, row) =>
        Object.fromEntries(fields.map((field, index) => [field, values[row * fields.length + index]!])),
      );
    });
}

describe('a task', () => {
  it('has its head’s and its tail’s share of CPU time', () => {
    const { writer, recorder, pass, rows } = thread();
    const task = recorder.begin(5, 0);
    pass(10, 5);
    recorder.returned(task);
    pass(100, 20);
    recorder.write(recorder.ended(task), zero64);
    writer.flush();
    const [row] = rows(frameKinds.task, taskRow);
    expect(row).toMatchObject({ item: 5, start: 0, runEnd: 10e6, end: 110e6, head: 0.5, tail: 0.2 });
  });

  it('that overlapped another has no share of its tail, whoever began first', () => {
    const { writer, recorder, pass, rows } = thread();
    const first = recorder.begin(0, 0);
    recorder.returned(first);
    pass(10, 1);
    const second = recorder.begin(1, 1);
    recorder.returned(second);
    pass(10, 1);
    recorder.write(recorder.ended(first), zero64);
    pass(10, 1);
    recorder.write(recorder.ended(second), zero64);
    const alone = recorder.begin(2, 0);
    recorder.returned(alone);
    pass(10, 1);
    recorder.write(recorder.ended(alone), zero64);
    writer.flush();
    expect(rows(frameKinds.task, taskRow).map(({ tail }) => tail)).toEqual([NaN, NaN, 0.1]);
  });

  it('that is still in flight at a flush is told once; one that has ended isn’t', () => {
    const { writer, recorder, pass, rows } = thread();
    for (let item = 0; item < 100; item++) recorder.write(recorder.endedAtOnce(recorder.begin(item, 0)), zero64);
    recorder.begin(100, 3);
    pass(1, 1);
    writer.flush();
    writer.flush();
    const started = rows(frameKinds.taskStart, taskStartRow);
    expect(started.filter(({ item }) => item === 100)).toEqual([{ item: 100, start: 0, slot: 3 }]);
    expect(started.filter(({ item }) => item === 99)).toEqual([]);
    expect(rows(frameKinds.task, taskRow)).toHaveLength(100);
  });

  it('is in the file before it begins, when the last flush was long ago', () => {
    const { recorder, pass, rows } = thread();
    for (let item = 0; item < 50; item++) recorder.write(recorder.endedAtOnce(recorder.begin(item, 0)), zero64);
    pass(21, 21);
    recorder.begin(50, 0);
    expect(rows(frameKinds.taskStart, taskStartRow).at(-1)).toMatchObject({ item: 50, start: 21e6 });
    expect(rows(frameKinds.task, taskRow)).toHaveLength(50);
  });

  it('of many is written in frames that hold all of them', () => {
    const { writer, recorder, rows } = thread();
    for (let item = 0; item < 10_000; item++) recorder.write(recorder.endedAtOnce(recorder.begin(item, 0)), zero64);
    writer.flush();
    expect(rows(frameKinds.task, taskRow).map(({ item }) => item)).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
  });
});
