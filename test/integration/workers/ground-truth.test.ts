/*
 * What is reported, against what the items themselves know. Bounds are those of the issue (2 % of CPU time) or follow
 * from the resolution of the clocks; on a busy machine wall-clock times only grow, so those have a lower bound alone.
 */
import { describe, expect, it } from 'vitest';
import { driveJob, moduleChoice, tasksOf, type Row } from './drive-job';

const ms = (nanos: number): number => nanos / 1e6;
const cpuOfThread = (rows: readonly Row[]): number => ms(rows.at(-1)!['thread']! - rows[0]!['thread']!);

describe('items that wait 100 ms', () => {
  const workload = moduleChoice('waits-100.mjs');

  it('serial: one after the other', async () => {
    const { result } = await driveJob({ mode: 'serial', workload });
    expect(result!.workMs).toBeGreaterThanOrEqual(990);
    expect(result!.workCpuMs).toBeLessThan(result!.workMs / 4);
  });

  it('async: all at once, each in a slot of its own, the thread off its core', async () => {
    const job = await driveJob({ mode: 'async', workload });
    expect(job.result!.workMs).toBeGreaterThanOrEqual(99);
    expect(job.result!.workMs).toBeLessThan(500);
    const tasks = tasksOf(job);
    expect(new Set(tasks.map((task) => task['slot'])).size).toBe(10);
    for (const task of tasks) {
      expect(ms(task['end']! - task['start']!)).toBeGreaterThanOrEqual(99);
      expect(task['tail']).toBeNaN();
    }
  });

  it('as many in flight as are allowed', async () => {
    const { result, files } = await driveJob({ mode: 'async', workload, inFlight: 5 });
    expect(result!.workMs).toBeGreaterThanOrEqual(198);
    expect(new Set(files[0]!.tasks.map((task) => task['slot'])).size).toBe(5);
  });
});

describe('20 items that burn 100 ms of CPU time each', () => {
  const workload = moduleChoice('burns.mjs');
  const burnt = 20 * 100;

  it.each(['serial', 'async'] as const)('in mode %s the CPU time is within 2 %%', async (mode) => {
    const { result, files } = await driveJob({ mode, workload });
    expect(off(result!.workCpuMs, burnt)).toBeLessThan(0.02);
    expect(off(cpuOfThread(files[0]!.cpu), burnt)).toBeLessThan(0.02);
  });

  it('in mode processes it is within 2 % in the workers, and the whole job’s is the sum of its processes’', async () => {
    const job = await driveJob({ mode: 'processes', workload });
    const workers = job.files.filter(({ hello }) => hello.role === 'worker');
    expect(workers).toHaveLength(2);
    expect(off(sum(workers.map(({ cpu }) => cpuOfThread(cpu))), burnt)).toBeLessThan(0.02);
    const processes = job.files.map(({ cpu }) => ms(cpu.at(-1)!['process']! - cpu[0]!['process']!));
    expect(off(job.result!.workCpuMs, sum(processes))).toBeLessThan(0.02);
  });

  it('is on the tasks that burnt it', async () => {
    const job = await driveJob({ mode: 'processes', workload });
    expect(off(sum(tasksOf(job).map(headCpu)), burnt)).toBeLessThan(0.02);
  });
});

describe('head and tail of a task', () => {
  it('are the CPU time of run() itself, and of what comes after its wait', async () => {
    const job = await driveJob({ mode: 'serial', workload: moduleChoice('burns-and-waits.mjs') });
    const tasks = tasksOf(job);
    expect(tasks).toHaveLength(4);
    // The items read the CPU time of their process; compiling them is other threads’, once, and a few ms.
    expect(off(sum(tasks.map(headCpu)), 4 * 250)).toBeLessThan(0.02);
    // The timers of the measurement run in the tail too.
    expect(off(sum(tasks.map(tailCpu)), 4 * 60)).toBeLessThan(0.1);
    // 80 ms of waiting, of which a timer may leave out 1, and then the 60 ms of computing, to the same tenth.
    for (const task of tasks) expect(ms(task['end']! - task['runEnd']!)).toBeGreaterThanOrEqual(79 + 54);
  });
});

describe('the event loop', () => {
  it('a block of 300 ms is its worst delay, in the window and in the summary', async () => {
    const job = await driveJob({ mode: 'serial', workload: moduleChoice('blocks-300.mjs') });
    const [loop] = job.result!.eventLoops;
    // The timer was due up to 10 ms after the block began.
    expect(loop!.lagMaxMs).toBeGreaterThanOrEqual(289);
    expect(loop!.lagMaxMs).toBeLessThan(400);
    expect(loop!.lagP50Ms).toBeLessThan(20);
    const worst = Math.max(...job.files[0]!.loop.map((row) => row['lagMax']!));
    expect(ms(worst)).toBeCloseTo(loop!.lagMaxMs, 0);
  });

  it('a loop that never turns is late by the whole work', async () => {
    const { result } = await driveJob({ mode: 'serial', workload: moduleChoice('burns.mjs', 6) });
    const [loop] = result!.eventLoops;
    expect(loop!.lagMaxMs).toBeGreaterThan(result!.workMs - 20);
    expect(loop!.lagMaxMs).toBeLessThanOrEqual(result!.workMs + 1);
    expect(loop!.utilisation).toBeGreaterThan(0.95);
  });

  it('one that only waits is idle', async () => {
    const { result } = await driveJob({ mode: 'async', workload: moduleChoice('waits-100.mjs') });
    expect(result!.eventLoops[0]!.utilisation).toBeLessThan(0.5);
  });
});

/** How far off, as a share of the truth. */
const off = (value: number, truth: number): number => Math.abs(value - truth) / truth;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const headCpu = (task: Row): number => ms((task['runEnd']! - task['start']!) * task['head']!);
const tailCpu = (task: Row): number => ms((task['end']! - task['runEnd']!) * task['tail']!);
