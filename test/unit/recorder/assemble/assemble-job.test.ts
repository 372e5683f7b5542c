import { describe, expect, it } from 'vitest';
import { decodeFrames, frameKinds } from '../../../../src/core/protocol/frames';
import { findTracks } from '../../../../src/core/trace/find-tracks';
import { phaseTimes } from '../../../../src/core/trace/phase-times';
import { RecordingBuilder } from '../../../../src/core/trace/recording-builder';
import type { Recording } from '../../../../src/core/trace/recording';
import { sliceFlags } from '../../../../src/core/trace/track';
import { JobAssembler } from '../../../../src/recorder/assemble/assemble-job';
import { ChunkBuilder } from '../../../../src/recorder/assemble/chunk-builder';
import { helloFrame, jsonFrame, rowsFrame, taskRowOf } from '../frames-of-a-thread';

class Job {
  readonly builder = new ChunkBuilder();
  readonly assembler = new JobAssembler(this.builder);
  readonly #recording = new RecordingBuilder();

  write(file: string, ...frames: readonly Uint8Array[]): this {
    for (const bytes of frames) for (const frame of decodeFrames(bytes).frames) this.assembler.accept(file, frame);
    return this;
  }

  recording(seenUntil = 0): Recording {
    this.#recording.append(this.builder.take(this.assembler.open.slices(), seenUntil));
    return this.#recording.snapshot();
  }
}

const { hello, taskStart, task, loop, cpu, phase, failure } = frameKinds;
const tree = ({ lanes }: Recording): string[] =>
  lanes.map(({ kind, name, parent }) => `${kind} ${name}${parent === null ? '' : ` in ${lanes[parent]!.name}`}`);

describe('JobAssembler', () => {
  it('makes the lanes of each mode, in whatever order the files are read', () => {
    const serial = new Job().write('a', helloFrame());
    expect(tree(serial.recording())).toEqual([
      'machine machine',
      'process job',
      'thread main in job',
      'loop event loop in main',
    ]);
    const threads = new Job()
      .write('b', helloFrame({ role: 'worker', worker: 1, tid: 102, kind: 'thread' }))
      .write('a', helloFrame({ worker: null }))
      .write('c', helloFrame({ role: 'worker', worker: 0, tid: 101, kind: 'thread' }));
    expect(tree(threads.recording()).filter((line) => !line.startsWith('loop'))).toEqual([
      'machine machine',
      'process job',
      'thread worker 2 in job',
      'thread main in job',
      'thread worker 1 in job',
    ]);
    const processes = new Job()
      .write('a', helloFrame({ worker: null }))
      .write('b', helloFrame({ role: 'worker', worker: 0, pid: 200, tid: 200 }));
    expect(tree(processes.recording()).filter((line) => !line.startsWith('loop'))).toEqual([
      'machine machine',
      'process job',
      'thread main in job',
      'process process 1',
      'thread main in process 1',
    ]);
  });

  it('has no tasks track where a thread runs none, and no cpu track where its time can’t be read', () => {
    const recording = new Job().write('a', helloFrame({ worker: null, threadCpu: null })).recording();
    expect(findTracks(recording, 'slices', 'tasks')).toEqual([]);
    const lanes = findTracks(recording, 'counter', 'cpu').map(({ lane }) => recording.lanes[lane]!.kind);
    expect(lanes).toEqual(['process']);
  });

  it('keeps tasks in flight until they end', () => {
    const job = new Job().write('a', helloFrame(), rowsFrame(taskStart, [0, 10, 0], [1, 20, 1], [2, 30, 2]));
    job.write('a', rowsFrame(task, taskRowOf(1, 20, 50)));
    const { open, tracks } = job.recording();
    expect([...open[0]!.id]).toEqual([0, 2]);
    expect([...open[0]!.slot]).toEqual([0, 2]);
    expect(tracks.find(({ id }) => id === open[0]!.track)!.name).toBe('tasks');
    job.write('a', rowsFrame(task, taskRowOf(0, 10, 60), taskRowOf(2, 30, 70)));
    expect(job.recording().open).toEqual([]);
  });

  it('closes what is still in flight at the end, and flags it', () => {
    const job = new Job().write('a', helloFrame(), rowsFrame(taskStart, [7, 40, 3]));
    expect(job.assembler.closeOpenTasks(100).map(({ item }) => item)).toEqual([7]);
    const recording = job.recording();
    const [tasks] = findTracks(recording, 'slices', 'tasks');
    const { id, start, end, runEnd, slot, flags, head } = tasks!.columns;
    expect([id[0], start[0], end[0], runEnd[0], slot[0], flags[0]]).toEqual([
      7,
      40,
      100,
      100,
      3,
      sliceFlags.unfinished,
    ]);
    expect(head[0]).toBeNaN();
    expect(recording.open).toEqual([]);
  });

  it('fills counters and phases; NaN is not measured, not a value', () => {
    const recording = new Job()
      .write('a', helloFrame())
      .write('a', rowsFrame(loop, [50, 5, 0.5], [100, 7, 0.75]))
      .write('a', rowsFrame(cpu, [50, 10, Number.NaN], [100, Number.NaN, 30]))
      .write('a', jsonFrame(phase, { name: 'start', at: 0 }), jsonFrame(phase, { name: 'workStart', at: 40, items: 3 }))
      .recording();
    const values = (name: string) =>
      findTracks(recording, 'counter', name).map(({ lane, columns }) => [
        recording.lanes[lane]!.kind,
        ...[...columns.time].flatMap((time, row) => [time, columns.value[row]]),
      ]);
    expect(values('lag')).toEqual([['loop', 50, 5, 100, 7]]);
    expect(values('utilisation')).toEqual([['loop', 50, 0.5, 100, 0.75]]);
    expect(new Set(values('cpu'))).toEqual(
      new Set([
        ['process', 100, 30],
        ['thread', 50, 10],
      ]),
    );
    expect(phaseTimes(recording)).toEqual({ start: 0, workStart: 40, workEnd: null });
  });

  it('takes the CPU time of a process once, though every one of its threads tells it', () => {
    const job = new Job()
      .write('a', helloFrame({ worker: null }))
      .write('b', helloFrame({ role: 'worker', kind: 'thread', tid: 101 }))
      .write('a', rowsFrame(cpu, [10e6, 1, 100]))
      .write('b', rowsFrame(cpu, [11e6, 1, 101], [60e6, 2, 160], [70e6, 3, 170]));
    const recording = job.recording();
    const process = findTracks(recording, 'counter', 'cpu').find(
      ({ lane }) => recording.lanes[lane]!.kind === 'process',
    )!;
    expect([...process.columns.value]).toEqual([100, 160]);
  });

  it('finds the first item with another result', () => {
    const one = new Job().write(
      'a',
      helloFrame(),
      rowsFrame(task, taskRowOf(0, 0, 1), taskRowOf(1, 1, 2), taskRowOf(2, 2, 3)),
    );
    const same = new Job().write(
      'a',
      helloFrame(),
      rowsFrame(task, taskRowOf(2, 0, 1), taskRowOf(0, 1, 2), taskRowOf(1, 2, 3)),
    );
    const other = new Job().write('a', helloFrame(), rowsFrame(task, taskRowOf(2, 0, 1, 9), taskRowOf(1, 1, 2, 8)));
    expect(one.assembler.hashes.firstDifference(same.assembler.hashes)).toBeNull();
    expect(one.assembler.hashes.firstDifference(other.assembler.hashes)).toBe(1);
  });

  it('counts frames of unknown kinds and goes on', () => {
    const unknown = rowsFrame(loop, [1, 2, 3]);
    new DataView(unknown.buffer).setUint32(0, 99, true);
    const job = new Job().write('a', helloFrame(), unknown, rowsFrame(loop, [50, 5, 0.5]));
    expect(job.assembler.unknownFrames).toBe(1);
    expect(findTracks(job.recording(), 'counter', 'lag')[0]!.columns.time).toHaveLength(1);
  });

  it('keeps the first failure that was written down', () => {
    const job = new Job().write('a', helloFrame());
    job.write('a', jsonFrame(failure, { message: 'item 7 threw', item: 7, stack: 'at x', at: 5 }));
    job.write('a', jsonFrame(failure, { message: 'and then this', at: 6 }));
    expect(job.assembler.failure).toEqual({ message: 'item 7 threw', item: 7, stack: 'at x' });
  });

  it.each([
    ['frames before a hello', [rowsFrame(loop, [1, 2, 3])], 'before the one that says whose'],
    ['a hello that is none', [jsonFrame(hello, { epochNs: 'soon' })], 'a hello frame with'],
    ['two hellos', [helloFrame(), helloFrame()], 'a second hello'],
    ['half a row', [helloFrame(), rowsFrame(loop, [1, 2])], 'no whole rows'],
    ['tasks where none are run', [helloFrame({ worker: null }), rowsFrame(task, taskRowOf(0, 0, 1))], 'runs none'],
    ['a task that ends before it starts', [helloFrame(), rowsFrame(task, taskRowOf(0, 5, 1))], 'not in order'],
    ['an item of 1.5', [helloFrame(), rowsFrame(taskStart, [1.5, 0, 0])], 'index 1.5'],
    ['an endless slot', [helloFrame(), rowsFrame(taskStart, [1, 0, 1e9])], 'slot 1000000000'],
    ['a time that is no number', [helloFrame(), rowsFrame(cpu, [Number.NaN, 1, 1])], 'not in order'],
  ])('refuses %s', (_, frames, reason) => {
    expect(() => new Job().write('a', ...frames)).toThrow(reason);
  });

  it('refuses a thread of another run', () => {
    const job = new Job().write('a', helloFrame());
    expect(() => job.write('b', helloFrame({ epochNs: '5' }))).toThrow('another run');
  });
});
