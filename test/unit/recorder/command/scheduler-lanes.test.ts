import { expect, it } from 'vitest';
import { RecordingBuilder } from '../../../../src/core/trace/recording-builder';
import { findTracks } from '../../../../src/core/trace/find-tracks';
import { ChunkBuilder } from '../../../../src/recorder/assemble/chunk-builder';
import { SchedulerLanes } from '../../../../src/recorder/command/scheduler-lanes';
import { TargetShares } from '../../../../src/recorder/command/target-shares';

function lanes() {
  const builder = new ChunkBuilder();
  const machine = builder.addLane({ kind: 'machine', name: 'machine', parent: null });
  return { builder, lanes: new SchedulerLanes(builder, machine, new TargetShares(builder)) };
}

function recordingOf(builder: ChunkBuilder) {
  const recording = new RecordingBuilder();
  recording.append(builder.take([], 1e9));
  return recording.snapshot();
}

it('makes a tree of lanes, gives processes the name of what they execute, and draws who made whom', () => {
  const { builder, lanes: made } = lanes();
  made.process(10, null, 1000, 'sh');
  made.thread(10, 10, null, 1000, 'sh');
  made.process(11, 10, 2000, 'sh');
  made.thread(11, 11, 10, 2000, 'sh');
  made.renamed(11, 11, 'python3');
  made.thread(11, 12, 11, 3000, 'python3');
  made.interval(12, 3000, 9000, 'running', 1, 0);
  made.ended(11, 12, 9000);
  const recording = recordingOf(builder);
  const tree = recording.lanes.map(({ kind, name, parent, tid }) => [kind, name, parent, tid]);
  expect(tree).toEqual([
    ['machine', 'machine', null, undefined],
    ['process', 'sh', null, undefined],
    ['thread', 'main', 1, 10],
    ['process', 'python3', 1, undefined],
    ['thread', 'main', 3, 11],
    ['thread', 'python3', 3, 12],
  ]);
  const [arrows] = findTracks(recording, 'flows', 'made');
  expect([[...arrows!.columns.fromLane], [...arrows!.columns.toLane]]).toEqual([
    [2, 4],
    [4, 5],
  ]);
  expect([made.runningNs, made.firstSeen, made.lastSeen]).toEqual([6000, 1000, 9000]);
});

it('a number that is given to another thread is another lane', () => {
  const { builder, lanes: made } = lanes();
  made.process(10, null, 0, 'sh');
  made.thread(10, 11, null, 0, 'a');
  made.ended(10, 11, 500);
  made.thread(10, 11, null, 600, 'b');
  made.interval(11, 600, 700, 'running', 0, 0);
  const states = findTracks(recordingOf(builder), 'states', 'states');
  expect(states.map(({ rows }) => rows)).toEqual([0, 1]);
});

it('an agent speaks for the scheduler’s thread, and has a lane of its own where there is none', () => {
  const { builder, lanes: made } = lanes();
  made.process(10, null, 0, 'node');
  made.thread(10, 10, null, 0, 'node');
  made.thread(10, 11, 10, 0, 'node');
  const [main, worker, other] = [
    made.agentThread(10, 10, null, 'node'),
    made.agentThread(10, 11, 'worker 1', 'node'),
    made.agentThread(20, null, null, 'node'),
  ];
  const recording = recordingOf(builder);
  const named = [main, worker, other].map((id) => recording.lanes[id]!.name);
  expect(named).toEqual(['main', 'worker 1', 'main']);
  expect(recording.lanes[other]).toMatchObject({ kind: 'thread', pid: 20 });
});

it('an agent that is heard of before the scheduler tells, or after the thread’s end, speaks for the same lanes', () => {
  const { builder, lanes: made } = lanes();
  const early = made.agentThread(10, 12, 'reader', 'python');
  made.process(9, null, 0, 'sh');
  made.process(10, 9, 0, 'python3');
  made.thread(10, 12, null, 0, 'python3');
  made.thread(10, 13, null, 0, 'python3');
  made.ended(10, 13, 500);
  const late = made.agentThread(10, 13, 'short', 'python');
  made.nameThread(10, 12, 'writer');
  const recording = recordingOf(builder);
  expect(recording.lanes.map(({ id, kind, name, parent }) => [id, kind, name, parent])).toEqual([
    [0, 'machine', 'machine', null],
    [1, 'process', 'python3', 3],
    [2, 'thread', 'writer', 1],
    [3, 'process', 'sh', null],
    [4, 'thread', 'short', 1],
  ]);
  expect([early, late]).toEqual([2, 4]);
});

it('a process that an agent spoke of first has one lane, with its CPU time, when it is seen', () => {
  const { builder, lanes: made } = lanes();
  const thread = made.agentThread(20, 21, 'worker 1', 'node');
  made.process(20, null, 1000, 'server');
  made.processTime(20, 0, 0);
  made.processTime(20, 500e6, 40e6);
  const recording = recordingOf(builder);
  expect(recording.lanes.map(({ kind, name, parent }) => [kind, name, parent])).toEqual([
    ['machine', 'machine', null],
    ['process', 'server', null],
    ['thread', 'worker 1', 1],
  ]);
  expect(thread).toBe(2);
  const [cpu] = findTracks(recording, 'counter', 'cpu');
  expect([cpu!.lane, [...cpu!.columns.time], [...cpu!.columns.value]]).toEqual([1, [0, 500e6], [0, 40e6]]);
  expect(made.runningNs).toBe(40e6);
});

it('a process goes on in the lane of its first thread when another one executes a program', () => {
  const { builder, lanes: made } = lanes();
  made.process(10, null, 0, 'a');
  made.thread(10, 10, null, 0, 'a');
  made.thread(10, 11, 10, 0, 'leaver');
  made.interval(10, 0, 300, 'running', 0, 0);
  made.ended(10, 10, 300);
  made.ended(10, 11, 500);
  made.thread(10, 10, null, 500, 'b');
  made.interval(10, 500, 700, 'running', 1, 0);
  made.stolen(10, 500, 700, 50);
  // Another process that was given the number is another lane.
  made.ended(10, 10, 700);
  made.process(10, null, 800, 'c');
  made.thread(10, 10, null, 800, 'c');
  const recording = recordingOf(builder);
  const threads = recording.lanes.filter(({ kind }) => kind === 'thread').map(({ name, tid }) => `${name} ${tid}`);
  expect(threads).toEqual(['main 10', 'leaver 11', 'main 10']);
  const [first] = findTracks(recording, 'states', 'states');
  expect([...first!.columns.start]).toEqual([0, 500]);
  expect(made.runningNs).toBe(450);
});
