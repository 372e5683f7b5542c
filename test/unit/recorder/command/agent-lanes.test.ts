import { expect, it } from 'vitest';
import { commandTasks } from '../../../../src/core/analysis/command-tasks';
import { operationNumbers, waitNumbers } from '../../../../src/core/analysis/operation-numbers';
import type { AgentHello } from '../../../../src/core/protocol/agent';
import { findTracks } from '../../../../src/core/trace/find-tracks';
import { RecordingBuilder } from '../../../../src/core/trace/recording-builder';
import type { Recording } from '../../../../src/core/trace/recording';
import { ChunkBuilder } from '../../../../src/recorder/assemble/chunk-builder';
import { AgentLanes } from '../../../../src/recorder/command/agent-lanes';
import { lostCounts } from '../../../../src/recorder/command/lost-counts';
import { SchedulerLanes } from '../../../../src/recorder/command/scheduler-lanes';
import { TargetShares } from '../../../../src/recorder/command/target-shares';

function begin() {
  const builder = new ChunkBuilder();
  const machine = builder.addLane({ kind: 'machine', name: 'machine', parent: null });
  const scheduler = new SchedulerLanes(builder, machine, new TargetShares(builder));
  const notices: string[] = [];
  const lanes = new AgentLanes(builder, scheduler, 1e6, (sentence) => notices.push(sentence));
  const recording = (): Recording => {
    const whole = new RecordingBuilder();
    whole.append(builder.take([], 1e9));
    return whole.snapshot();
  };
  return { lanes, notices, recording };
}

const hello = (change: Partial<AgentHello> = {}): AgentHello => ({
  epochNs: '0',
  at: 0,
  pid: 10,
  parentPid: 1,
  tid: 10,
  kind: 'main',
  thread: 0,
  name: 'python3',
  runtime: { name: 'python', version: '3.13.0' },
  startedBy: 'context',
  madeBy: null,
  ...change,
});

/** As text: `name start-end slot` and what its flags say. */
function slicesOf(recording: Recording, track: string): readonly string[] {
  return findTracks(recording, 'slices', track).flatMap(({ columns: { start, end, id, slot, flags } }) =>
    [...start].map((at, row) => {
      const bits = [
        [1, 'unfinished'],
        [2, 'cancelled'],
        [4, 'failed'],
      ] as const;
      const said = bits.filter(([bit]) => (flags[row]! & bit) !== 0).map(([, word]) => ` ${word}`);
      return `${recording.strings[id[row]!]} ${at}-${end[row]!} ${slot[row]!}${said.join('')}`;
    }),
  );
}

const job = (number: number) => ({ pid: 10, kind: 'process pool', job: number }) as const;

it('tasks, their steps, what they wait for between them, and who made them', () => {
  const { lanes, recording } = begin();
  const main = lanes.thread(hello());
  lanes.operationStart(main, { id: 1, at: 10, kind: 'task', name: 'main', startedBy: null });
  lanes.operationStart(main, { id: 2, at: 20, kind: 'task', name: 'fetch', startedBy: 1 });
  lanes.operationStart(main, { id: 3, at: 21, kind: 'task', name: 'fetch', startedBy: 99 });
  lanes.step(main, { operation: 1, start: 12, end: 30, awaits: 'gather' });
  lanes.step(main, { operation: 2, start: 30, end: 40, awaits: 'sleep' });
  lanes.operationNamed(main, 3, 'fetch (b)');
  lanes.step(main, { operation: 3, start: 40, end: 50, awaits: 'lock: acquire' });
  lanes.step(main, { operation: 2, start: 80, end: 90, awaits: '' });
  lanes.operationEnd(main, { id: 2, at: 90, outcome: 'failed' });
  lanes.operationEnd(main, { id: 3, at: 95, outcome: 'cancelled' });
  lanes.close(100);
  const told = recording();
  expect(slicesOf(told, 'operations')).toEqual([
    'main 10-100 0 unfinished',
    'fetch 20-90 1 failed',
    'fetch (b) 21-95 2 cancelled',
  ]);
  expect(slicesOf(told, 'steps')).toEqual(['main 12-30 0', 'fetch 30-40 1', 'fetch (b) 40-50 2', 'fetch 80-90 1']);
  expect(slicesOf(told, 'awaits')).toEqual(['gather 30-100 0', 'sleep 40-80 1', 'lock: acquire 50-95 2']);
  const [made] = findTracks(told, 'flows', 'startedBy');
  expect([[...made!.columns.fromTime], [...made!.columns.toTime]]).toEqual([[10], [20]]);
  expect(told.lanes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'machine machine',
    'process python',
    'thread main',
    'loop event loop',
  ]);

  const range = { start: 0, end: 85 };
  const numbers = operationNumbers(told, range);
  expect(numbers.find(({ name }) => name === 'fetch')).toEqual({
    process: 'python',
    thread: 'main',
    pid: 10,
    tid: 10,
    name: 'fetch',
    count: 1,
    failed: 1,
    cancelled: 0,
    unfinished: 0,
    meanMs: null,
    runMs: 15e-6,
  });
  expect(waitNumbers(told, range).map(({ what, count, totalMs }) => [what, count, totalMs])).toEqual([
    ['gather', 1, 55e-6],
    ['sleep', 1, 40e-6],
    ['lock: acquire', 1, 35e-6],
  ]);
});

it('work given to a pool waits with who gave it, and is done by who does it: whichever is heard of first', () => {
  const { lanes, recording } = begin();
  const giver = lanes.thread(hello());
  const worker = lanes.thread(hello({ pid: 20, tid: 20 }));
  lanes.jobQueued(giver, { ...job(1), at: 10, name: 'work' });
  lanes.jobStart(worker, { ...job(1), at: 20, name: '', part: 0 });
  lanes.jobEnd(worker, { ...job(1), at: 30, outcome: 'ended', part: 0 });
  lanes.jobStart(worker, { ...job(2), at: 31, name: 'other × 3', part: 0 });
  lanes.jobEnd(worker, { ...job(2), at: 40, outcome: 'failed', part: 0 });
  lanes.jobQueued(giver, { ...job(2), at: 11, name: '' });
  lanes.jobQueued(giver, { ...job(3), at: 12, name: 'taken back' });
  lanes.jobEnd(giver, { ...job(3), at: 15, outcome: 'cancelled', part: 0 });
  lanes.jobStart(worker, { ...job(4), at: 50, name: 'never told of', part: 0 });
  expect(lanes.open().map(({ start }) => [...start])).toEqual([[50]]);
  lanes.close(60);
  const told = recording();
  expect(slicesOf(told, 'queued')).toEqual(['work 10-20 0', 'other × 3 11-31 1', 'taken back 12-15 2 cancelled']);
  expect(slicesOf(told, 'operations')).toEqual([
    'work 20-30 0',
    'other × 3 31-40 0 failed',
    'never told of 50-60 0 unfinished',
  ]);
  const [arrows] = findTracks(told, 'flows', 'messages');
  const { fromTime, toTime, fromLane, toLane } = arrows!.columns;
  expect([[...fromTime], [...toTime]]).toEqual([
    [10, 11],
    [20, 31],
  ]);
  expect([...fromLane, ...toLane].map((id) => told.lanes[id]!.pid)).toEqual([10, 10, 20, 20]);
});

it('marks, measures and garbage of a thread that has no event loop are the thread’s; Node’s are its loop’s', () => {
  const { lanes, recording } = begin();
  const python = lanes.thread(hello({ kind: 'worker', thread: 3, tid: 12, name: 'reader' }));
  const node = lanes.thread(hello({ pid: 30, tid: 30, runtime: { name: 'node', version: 'v20' } }));
  for (const thread of [python, node]) {
    lanes.mark(thread, 1, 'here');
    lanes.measure(thread, 1, 2, 'load', 'span');
    lanes.garbage(thread, 3, 4, 'generation 2');
  }
  const told = recording();
  const where = (['marks', 'measures', 'garbage'] as const).map((name) =>
    told.tracks.filter((track) => track.name === name).map(({ lane }) => told.lanes[lane]!.name),
  );
  expect(where).toEqual(Array.from({ length: 3 }, () => ['reader', 'event loop']));
  expect([...lanes.loops]).toEqual(['node']);
});

it('says what was left out: with its number where that is known', () => {
  const { lanes, notices } = begin();
  const main = lanes.thread(hello());
  lanes.untold(main, 'tasks', 0, 1, 70);
  lanes.untold(main, 'tasks', 1, 2, 5);
  lanes.untold(main, 'steps', 0, 1, null);
  lanes.close(10);
  expect(notices).toEqual([
    '75 tasks came too fast to be told one by one: only their number was kept.',
    'Some steps came too fast to be told one by one, and are left out.',
  ]);
});

it('tasks of a recorded command are those of its loops and pools: names, states, most at once', () => {
  const { lanes, recording } = begin();
  const main = lanes.thread(hello());
  const pool = lanes.thread(hello({ kind: 'worker', thread: 1, tid: 11, name: 'pool' }));
  const server = lanes.thread(hello({ pid: 30, tid: 30, runtime: { name: 'node', version: 'v20' } }));
  const outcomes = ['ended', 'failed', 'cancelled', 'unfinished'] as const;
  for (const index of outcomes.keys()) {
    const id = index + 1;
    lanes.operationStart(main, { id, at: id * 10e6, kind: 'task', name: 'fetch', startedBy: null });
    lanes.step(main, { operation: id, start: id * 10e6, end: id * 10e6 + 1, awaits: '' });
  }
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome !== 'unfinished') lanes.operationEnd(main, { id: index + 1, at: 50e6, outcome });
  }
  lanes.jobStart(pool, { ...job(1), at: 60e6, name: 'hash', part: 0 });
  lanes.jobEnd(pool, { ...job(1), at: 70e6, outcome: 'ended', part: 0 });
  // A timer of Node is an operation, and no task.
  lanes.operationStart(server, { id: 1, at: 0, kind: 'timer', name: 'setTimeout', startedBy: null });
  lanes.operationEnd(server, { id: 1, at: 80e6, outcome: 'ended' });
  lanes.close(100e6);
  const tasks = commandTasks(recording(), { start: 0, end: 100e6 });
  expect(tasks).toEqual({
    count: 4,
    failed: 1,
    cancelled: 1,
    unfinished: 1,
    maxInFlight: 4,
    meanMs: (40 + 30 + 20 + 10) / 4,
    names: [
      { name: 'fetch', count: 3, failed: 1, cancelled: 1, unfinished: 1, meanMs: 30 },
      { name: 'hash', count: 1, failed: 0, cancelled: 0, unfinished: 0, meanMs: 10 },
    ],
  });
  // Of a range: those that touch it, and ended in it.
  expect(commandTasks(recording(), { start: 0, end: 0 })).toMatchObject({ count: 0, maxInFlight: 0, meanMs: null });
});

it('what nobody counted is lost as an unknown number, and never as 0', () => {
  const { lanes } = begin();
  const main = lanes.thread(hello());
  lanes.untold(main, 'jobs', 0, 10, 7);
  expect(lostCounts(3, lanes.untoldCounts, 0)).toEqual({ events: 10, samples: 0, untold: { jobs: 7 } });
  lanes.untold(main, 'steps', 0, 10, null);
  lanes.untold(main, 'steps', 10, 20, 5);
  expect(lostCounts(3, lanes.untoldCounts, null)).toEqual({
    events: null,
    samples: null,
    untold: { jobs: 7, steps: null },
  });
  expect(lostCounts(0, {}, 0)).toEqual({ events: 0, samples: 0 });
  expect(lostCounts(1, { jobs: Number.MAX_SAFE_INTEGER }, 0).events).toBe(Number.MAX_SAFE_INTEGER);
});
