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
    made.agentThread(10, 10, null),
    made.agentThread(10, 11, 'worker 1'),
    made.agentThread(20, null, null),
  ];
  const recording = recordingOf(builder);
  const named = [main, worker, other].map((id) => recording.lanes[id]!.name);
  expect(named).toEqual(['main', 'worker 1', 'main']);
  expect(recording.lanes[other]).toMatchObject({ kind: 'thread', pid: 20 });
});
