import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stateFlags, type ThreadState } from '../../../../src/core/trace/track';
import { RecordFollower } from '../../../../src/recorder/scheduler/follow-records';
import type { SchedulerRecord, SwitchedTo } from '../../../../src/recorder/scheduler/perf/records';

interface Told {
  readonly tid: number;
  readonly start: number;
  readonly end: number;
  readonly state: ThreadState;
  readonly core: number | null;
  readonly flags: number;
}

function follow(limit = 100) {
  const intervals: Told[] = [];
  const names: string[] = [];
  const born = new Map<number, number>();
  const died = new Map<number, number>();
  const losses: number[] = [];
  const stolen: { tid: number; from: number; to: number; ns: number }[] = [];
  const follower = new RecordFollower(
    {
      process: (pid, parent, _at, name) => names.push(`process ${pid} of ${parent} ${name}`),
      thread: (_pid, tid, madeBy, at, name) => {
        names.push(`thread ${tid} by ${madeBy} ${name}`);
        born.set(tid, at);
      },
      renamed: (_pid, tid, name) => names.push(`${tid} is ${name}`),
      ended: (_pid, tid, at) => died.set(tid, at),
      interval: (tid, start, end, state, core, flags) => intervals.push({ tid, start, end, state, core, flags }),
      lost: (_from, _to, count) => losses.push(count),
      stolen: (tid, from, to, ns) => stolen.push({ tid, from, to, ns }),
    },
    { threads: limit },
    { ended: () => {}, executed: () => {}, missed: () => {} },
  );
  follower.expect(10, 'sh');
  return { follower, intervals, names, born, died, losses, stolen };
}

interface Switch {
  readonly kind: 'switch';
  readonly at: number;
  readonly pid: number;
  readonly tid: number;
  readonly cpu: number;
  readonly to: SwitchedTo;
}

function give(follower: RecordFollower, records: readonly (SchedulerRecord | Switch)[]): void {
  for (const record of records) {
    if (record.kind === 'switch') follower.switched(record.at, record.pid, record.tid, record.cpu, record.to);
    else follower.take(record);
  }
}

const exec: SchedulerRecord = { kind: 'comm', at: 1000, pid: 10, tid: 10, cpu: 0, name: 'python3', exec: true };
const switchTo = (at: number, tid: number, to: SwitchedTo, cpu = 0): Switch => ({
  kind: 'switch',
  at,
  pid: 10,
  tid,
  cpu,
  to,
});
const fork = (at: number, pid: number, tid: number): SchedulerRecord => ({
  kind: 'fork',
  at,
  pid,
  tid,
  parentPid: 10,
  parentTid: 10,
});
const exit = (at: number, pid: number, tid: number): SchedulerRecord => ({ kind: 'exit', at, pid, tid });

const wait = (start: number, end: number) => [switchTo(start, 10, 'blocked'), switchTo(end, 10, 'running')];

const plain = ({ start, end, state, core, flags }: Told) => [start, end, state, core, flags];

describe('RecordFollower', () => {
  it('begins where the program is executed, and tells who made whom', () => {
    const { follower, names, intervals } = follow();
    give(follower, [
      exec,
      fork(2000, 10, 11),
      fork(3000, 12, 12),
      { kind: 'comm', at: 4000, pid: 12, tid: 12, cpu: 1, name: 'sleep', exec: true },
      exit(5000, 10, 10),
    ]);
    expect(names).toEqual([
      'process 10 of null python3',
      'thread 10 by null python3',
      '10 is python3',
      'thread 11 by 10 python3',
      'process 12 of 10 python3',
      'thread 12 by 10 python3',
      '12 is sleep',
    ]);
    expect(intervals.filter(({ tid }) => tid === 10).map(plain)).toEqual([[1000, 5000, 'running', 0, 0]]);
  });

  it('a thread that is preempted wants a core, one that gives it up waits', () => {
    const { follower, intervals } = follow();
    give(follower, [exec, switchTo(2000, 10, 'runnable'), switchTo(3000, 10, 'running', 1)]);
    give(follower, [switchTo(4000, 10, 'blocked'), switchTo(9000, 10, 'running', 1), exit(9500, 10, 10)]);
    expect(intervals.map(plain)).toEqual([
      [1000, 2000, 'running', 0, 0],
      [2000, 3000, 'runnable', null, 0],
      [3000, 4000, 'running', 1, 0],
      [4000, 9000, 'unknown', null, 0],
      [9000, 9500, 'running', 1, 0],
    ]);
  });

  it('a wait has the reason that was seen in it; one that was too short has that of the wait before, and says so', () => {
    const { follower, intervals } = follow();
    give(follower, [exec, switchTo(2000, 10, 'blocked')]);
    const track = follower.threads.get(10)!;
    expect(track.isUnexplained).toBe(true);
    track.explain('sleep', 2500);
    expect(track.isUnexplained).toBe(false);
    give(follower, [switchTo(3000, 10, 'running'), switchTo(4000, 10, 'blocked')]);
    expect(track.isUnexplained).toBe(true);
    give(follower, [switchTo(5000, 10, 'running'), switchTo(6000, 10, 'blocked')]);
    // Seen while records of its end and of the next wait's beginning had not been read yet.
    track.explain('io', 8500);
    give(follower, [switchTo(7000, 10, 'running'), switchTo(8000, 10, 'blocked'), switchTo(9000, 10, 'running')]);
    give(follower, [exit(9500, 10, 10)]);
    expect(intervals.filter(({ state }) => state !== 'running').map(plain)).toEqual([
      [2000, 3000, 'sleep', null, 0],
      [4000, 5000, 'sleep', null, stateFlags.inferred],
      [6000, 7000, 'sleep', null, stateFlags.inferred],
      [8000, 9000, 'io', null, 0],
    ]);
  });

  it('what a thread waited for a core after waking up lies at the end of its waits, as an estimate', () => {
    const { follower, intervals } = follow();
    give(follower, [exec, switchTo(10_000, 10, 'blocked'), switchTo(30_000, 10, 'running')]);
    give(follower, [switchTo(40_000, 10, 'runnable'), switchTo(45_000, 10, 'running')]);
    const track = follower.threads.get(10)!;
    // By the kernel's account 9 µs, of which the records tell 5. It was asked before the thread went on.
    track.accountIs(9000, 45_500);
    track.settle(45_400);
    expect(intervals).toEqual([]);
    track.settle(46_000);
    expect(intervals.map(plain)).toEqual([
      [1000, 10_000, 'running', 0, 0],
      [10_000, 26_000, 'unknown', null, 0],
      [26_000, 30_000, 'runnable', null, stateFlags.estimated],
      [30_000, 40_000, 'running', 0, 0],
      [40_000, 45_000, 'runnable', null, 0],
    ]);
  });

  it('gives waits equal parts of it, the short ones no more than they were, and keeps to the account over time', () => {
    const { follower, intervals } = follow();
    give(follower, [exec]);
    const track = follower.threads.get(10)!;
    track.begunWith(1_000_000);
    give(follower, [...wait(10_000, 15_000), ...wait(20_000, 90_000), ...wait(100_000, 200_000)]);
    track.accountIs(1_065_000, 210_000);
    track.settle(220_000);
    // The next look finds less than was told: nothing is taken back, and what comes pays for it.
    give(follower, wait(300_000, 400_000));
    track.accountIs(1_065_000, 410_000);
    track.settle(420_000);
    const late = intervals.filter(({ state }) => state === 'runnable').map(plain);
    expect(late).toEqual([
      [10_000, 15_000, 'runnable', null, stateFlags.estimated],
      [60_000, 90_000, 'runnable', null, stateFlags.estimated],
      [170_000, 200_000, 'runnable', null, stateFlags.estimated],
    ]);
  });

  it('what a thread did after it was asked for the last time is told without an estimate', () => {
    const { follower, intervals } = follow();
    give(follower, [exec, switchTo(10_000, 10, 'blocked'), switchTo(30_000, 10, 'running')]);
    follower.threads.get(10)!.accountIs(4000, 35_000);
    give(follower, [switchTo(40_000, 10, 'blocked'), switchTo(60_000, 10, 'running'), exit(61_000, 10, 10)]);
    expect(intervals.filter(({ state }) => state !== 'running').map(plain)).toEqual([
      [10_000, 26_000, 'unknown', null, 0],
      [26_000, 30_000, 'runnable', null, stateFlags.estimated],
      [40_000, 60_000, 'unknown', null, 0],
    ]);
  });

  it('a turn on a core begins with the switch to it, which the account has and the record of its end does not', () => {
    const { follower, intervals, stolen } = follow();
    give(follower, [exec, fork(1500, 10, 11), switchTo(2000, 11, 'running')]);
    const track = follower.threads.get(11)!;
    const turn = (at: number) => [switchTo(at, 11, 'blocked'), switchTo(at + 100_000, 11, 'running')];
    give(follower, [...turn(50_000), ...turn(200_000), switchTo(310_000, 11, 'blocked')]);
    // 108 µs by the records. The first turn had 0.5 µs before it, and may not have taken all of that.
    track.accountIs(null, 320_000, 118_450);
    track.settle(330_000);
    give(follower, [exit(400_000, 10, 11)]);
    const running = intervals.filter(({ tid, state }) => tid === 11 && state === 'running');
    expect(running.map(({ start, end }) => [start, end])).toEqual([
      [1550, 50_000],
      [145_000, 200_000],
      [295_000, 310_000],
    ]);
    expect(stolen).toEqual([]);
  });

  it('what a thread did after its account was read for the last time has switches as long as those before', () => {
    const { follower, intervals } = follow();
    give(follower, [exec, fork(1500, 10, 11), switchTo(1600, 11, 'running')]);
    const track = follower.threads.get(11)!;
    let at = 10_000;
    const turns = (count: number): void => {
      for (let turn = 0; turn < count; turn++) {
        give(follower, [switchTo(at, 11, 'blocked'), switchTo(at + 50_000, 11, 'running')]);
        at += 60_000;
      }
      give(follower, [switchTo(at - 5000, 11, 'blocked')]);
    };
    turns(30);
    const recorded = 8400 + 29 * 10_000 + 5000;
    track.accountIs(null, at, recorded + 90 + 30 * 4000);
    track.settle(at + 1);
    give(follower, [switchTo(at, 11, 'running')]);
    at += 10_000;
    turns(5);
    give(follower, [exit(at + 50_000, 10, 11)]);
    const ran = intervals.filter(({ tid, state }) => tid === 11 && state === 'running');
    const later = ran.slice(-5).map(({ start, end }) => end - start);
    for (const length of later.slice(0, 4)) expect(length).toBeCloseTo(10_000 + (30 * 4000 + 90) / 31, -1);
  });

  it('what the hypervisor took is told apart where a thread ran longer by the records than by its account', () => {
    const { follower, intervals, stolen } = follow();
    give(follower, [exec, fork(1500, 10, 11), switchTo(2000, 11, 'running'), switchTo(20_002_000, 11, 'blocked')]);
    const track = follower.threads.get(11)!;
    track.accountIs(null, 21_000_000, 15_000_000);
    track.settle(22_000_000);
    expect(stolen).toEqual([{ tid: 11, from: 1500, to: 21_000_000, ns: 5_000_000 }]);
    give(follower, [switchTo(30_000_000, 11, 'running'), switchTo(31_000_000, 11, 'blocked')]);
    track.accountIs(null, 32_000_000, 16_000_000);
    track.settle(33_000_000);
    expect(stolen).toHaveLength(1);
    expect(intervals.filter(({ tid, state }) => tid === 11 && state === 'running').map(plain)).toEqual([
      [2000, 20_002_000, 'running', 0, 0],
      [30_000_000, 31_000_000, 'running', 0, 0],
    ]);
  });

  it('the account of a thread on its core is late by a tick, and that is not stolen', () => {
    const { follower, stolen } = follow();
    give(follower, [exec, fork(1500, 10, 11), switchTo(2000, 11, 'running')]);
    const track = follower.threads.get(11)!;
    const look = (at: number, lost: number): void => {
      // It moves every 4 ms.
      track.accountIs(null, at, Math.floor((at - 2000 - lost) / 4e6) * 4e6);
      track.settle(at + 1e6);
    };
    for (let at = 19e6; at < 400e6; at += 19e6) look(at, 0);
    expect(stolen).toEqual([]);
    for (let at = 400e6; at < 800e6; at += 19e6) look(at, 50e6);
    give(follower, [exit(810e6, 10, 11)]);
    const sum = stolen.reduce((total, { ns }) => total + ns, 0);
    expect(Math.abs(sum - 50e6)).toBeLessThan(1.1e6);
  });

  it('what was lost is unknown, until a thread is heard of again; what is on another core is known', () => {
    const { follower, intervals, losses } = follow();
    give(follower, [exec, fork(1100, 10, 11), fork(1100, 10, 12)]);
    give(follower, [switchTo(1200, 11, 'running', 1), switchTo(1300, 12, 'running', 2), switchTo(2000, 10, 'blocked')]);
    give(follower, [{ kind: 'lost', at: 5000, until: 9000, cpu: 0, count: 7 }]);
    // In the time that is missing: the one may have been on core 0 since then, the other is known to have gone on.
    give(follower, [switchTo(6000, 11, 'blocked', 1), switchTo(9500, 12, 'blocked', 2)]);
    give(follower, [switchTo(11_000, 11, 'running', 1), switchTo(12_000, 10, 'running')]);
    give(follower, [exit(13_000, 10, 10), exit(13_000, 10, 11), exit(13_000, 10, 12)]);
    expect(losses).toEqual([7]);
    expect(follower.lost).toBe(7);
    const of = (wanted: number) => intervals.filter(({ tid }) => tid === wanted).map(plain);
    expect(of(10)).toEqual([
      [1000, 2000, 'running', 0, 0],
      [2000, 5000, 'unknown', null, 0],
      [5000, 12_000, 'unknown', null, 0],
      [12_000, 13_000, 'running', 0, 0],
    ]);
    expect(of(11)).toEqual([
      [1100, 1200, 'runnable', null, 0],
      [1200, 6000, 'running', 1, 0],
      [6000, 11_000, 'unknown', null, 0],
      [11_000, 13_000, 'running', 1, 0],
    ]);
    expect(of(12)).toEqual([
      [1100, 1300, 'runnable', null, 0],
      [1300, 9500, 'running', 2, 0],
      [9500, 13_000, 'unknown', null, 0],
    ]);
  });

  it('a thread that was looked at after a loss, and of which nothing was heard since, did what it was found doing', () => {
    const { follower, intervals } = follow();
    give(follower, [exec, fork(1100, 10, 11), switchTo(2000, 10, 'blocked')]);
    give(follower, [{ kind: 'lost', at: 5000, until: 9000, cpu: 0, count: 7 }, switchTo(9500, 11, 'running', 1)]);
    for (const tid of [10, 11]) follower.threads.get(tid)!.foundAt(10_000, false);
    follower.threads.get(10)!.explain('sleep', 12_000);
    give(follower, [switchTo(20_000, 10, 'running'), exit(21_000, 10, 10), exit(22_000, 10, 11)]);
    expect(intervals.filter(({ tid }) => tid === 10).map(plain)).toEqual([
      [1000, 2000, 'running', 0, 0],
      [2000, 5000, 'unknown', null, 0],
      [5000, 10_000, 'unknown', null, 0],
      [10_000, 20_000, 'sleep', null, 0],
      [20_000, 21_000, 'running', 0, 0],
    ]);
    expect(plain(intervals.findLast(({ tid }) => tid === 11)!)).toEqual([9500, 22_000, 'running', 1, 0]);
  });

  it('a thread whose end was lost ends unknown; its number may be given to another', () => {
    const { follower, intervals, died } = follow();
    give(follower, [exec, fork(1100, 10, 11), switchTo(1200, 11, 'running', 1), fork(5000, 10, 11)]);
    expect(intervals.filter(({ tid }) => tid === 11).map(plain)).toEqual([
      [1100, 1200, 'runnable', null, 0],
      [1200, 5000, 'unknown', null, 0],
    ]);
    follower.endLost(11, 6000);
    expect(died.get(11)).toBe(6000);
  });

  it('what a thread did before it was watched is told by what it does next', () => {
    const thread = { pid: 20, parentPid: 1, name: 'old', wanted: 0, ran: 0 };
    const { follower, intervals, names } = follow();
    for (const [tid, isReady] of [
      [20, true],
      [21, false],
      [22, true],
      [23, false],
      [24, true],
    ] as const) {
      follower.adopt({ ...thread, tid, isReady }, 1000);
    }
    // The record of a beginning that was read after the thread had been found.
    give(follower, [{ kind: 'fork', at: 1001, pid: 20, tid: 24, parentPid: 20, parentTid: 20 }]);
    give(follower, [
      switchTo(2000, 20, 'blocked', 1),
      switchTo(2000, 21, 'running', 1),
      switchTo(2000, 22, 'running', 0),
    ]);
    follower.finish(3000);
    const first = [20, 21, 22, 23, 24].map((wanted) => plain(intervals.find(({ tid }) => tid === wanted)!));
    expect(first).toEqual([
      [1000, 2000, 'running', 1, 0],
      [1000, 2000, 'unknown', null, 0],
      [1000, 2000, 'runnable', null, 0],
      [1000, 3000, 'unknown', null, 0],
      [1000, 3000, 'running', null, 0],
    ]);
    expect(names.filter((name) => name.startsWith('process'))).toEqual(['process 20 of null old']);
  });

  it('a thread that executes a program has the number of its process from then on, and is the only one', () => {
    const { follower, died, intervals } = follow();
    give(follower, [exec, fork(1100, 10, 11), switchTo(1200, 11, 'running', 1), exit(1900, 10, 10)]);
    give(follower, [{ kind: 'comm', at: 2000, pid: 10, tid: 10, cpu: 1, name: 'sleep', exec: true }]);
    expect(died.get(11)).toBe(2000);
    give(follower, [exit(3000, 10, 10)]);
    expect(follower.threads.size).toBe(0);
    expect(plain(intervals.at(-1)!)).toEqual([2000, 3000, 'running', 1, 0]);
  });

  it('the account of a thread that executes a program is its own: what it had until then is no part of what comes', () => {
    const { follower, stolen, intervals } = follow();
    give(follower, [exec, fork(1100, 10, 11), switchTo(1200, 11, 'running', 1), exit(1900, 10, 10)]);
    give(follower, [{ kind: 'comm', at: 50_001_200, pid: 10, tid: 10, cpu: 1, name: 'sleep', exec: true }]);
    give(follower, [switchTo(60_001_200, 10, 'blocked')]);
    const track = follower.threads.get(10)!;
    // 50 ms before, 10 since.
    track.accountIs(null, 70_000_000, 60_000_000);
    track.settle(71_000_000);
    give(follower, [switchTo(80_000_000, 10, 'running'), switchTo(90_000_000, 10, 'blocked')]);
    // And 10, of which 4 were taken away.
    track.accountIs(null, 95_000_000, 66_000_000);
    track.settle(96_000_000);
    expect(stolen.map(({ ns }) => ns)).toEqual([4_000_000]);
    expect(intervals.filter(({ state }) => state === 'running').at(-1)).toMatchObject({ start: 80_000_000 });
  });

  it('follows so many threads and counts the others', () => {
    const { follower, names } = follow(2);
    give(follower, [exec, fork(2000, 10, 11), fork(2100, 10, 12), fork(2200, 13, 13), switchTo(2300, 12, 'running')]);
    expect(follower.left).toBe(2);
    expect(names.filter((name) => name.startsWith('thread'))).toHaveLength(2);
  });

  it('the intervals of a thread follow each other without a gap from its first to its last moment', () => {
    const step = fc.tuple(
      fc.integer({ min: 1, max: 5000 }),
      fc.constantFrom('running', 'runnable', 'blocked', 'ask', 'settle', 'explain', 'cut', 'lost'),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { follower, intervals, born, died, stolen } = follow();
        give(follower, [exec, fork(1500, 10, 11)]);
        let at = 2000;
        for (const [length, what] of steps) {
          at += length;
          const track = follower.threads.get(11)!;
          if (what === 'ask') track.accountIs(length * 10, at, length * 7);
          else if (what === 'settle') track.settle(at);
          else if (what === 'explain') track.explain('lock', at);
          else if (what === 'cut') track.cut(at);
          else if (what === 'lost') give(follower, [{ kind: 'lost', at: at - 1, until: at, cpu: 0, count: 1 }]);
          else give(follower, [switchTo(at, 11, what)]);
        }
        give(follower, [exit(at + 10, 10, 11)]);
        const own = intervals.filter(({ tid }) => tid === 11);
        expect(own[0]!.start).toBe(born.get(11));
        expect(own.at(-1)!.end).toBe(died.get(11));
        for (let row = 1; row < own.length; row++) expect(own[row]!.start).toBe(own[row - 1]!.end);
        for (const { start, end } of own) expect(end).toBeGreaterThan(start);
        for (const { from, to, ns } of stolen) expect([to >= from, ns > 0]).toEqual([true, true]);
      }),
    );
  });
});

describe('RecordFollower, after records were lost', () => {
  const lost: SchedulerRecord = { kind: 'lost', at: 3000, until: 3500, cpu: 0, count: 7 };

  it('takes in threads whose beginning was lost', () => {
    const { follower, names, intervals } = follow();
    give(follower, [exec, lost, switchTo(4000, 12, 'running'), switchTo(5000, 12, 'runnable')]);
    expect(names).toContain('thread 12 by null python3');
    follower.threads.get(12)!.finish();
    expect(intervals.filter(({ tid }) => tid === 12).map(plain)).toEqual([[4000, 5000, 'running', 0, 0]]);
  });

  it('takes in nobody while nothing was lost: they may be behind the limit', () => {
    const { follower, born } = follow();
    give(follower, [exec, switchTo(4000, 12, 'running')]);
    expect([...born.keys()]).toEqual([10]);
  });
});
