import { describe, expect, it } from 'vitest';
import { summariseRun } from '../../../../src/core/analysis/summarise-run';
import { emptyRecording } from '../../../../src/core/trace/recording';
import { machine, outcome, run } from '../../../manifests';
import { recordingFromText, step } from '../../../recording-from-text';

const recording = recordingFromText(`
  phases               |s.w.......e|
  core 0 busy          |00#########|
  core 1 busy          |0000055555 |
  host cpu             |##55555555 |
  host/worker 1 tasks  |..AAABBBB. |
  host/worker 1 cpu    |..#######. |
  host/worker 2 tasks  |...CCCCDDD>|
  host/worker 2 lag    |0000030000 |
  host/worker 2 loop   |0044444444 |
`);
const recorded = run('threads', null, { status: 'recording' });

describe('summariseRun', () => {
  it('without a range is of the work', () => {
    const numbers = summariseRun(recording, recorded, machine)!;
    expect(numbers.wallMs).toBe(80);
    expect(numbers.startupMs).toBe(20);
    // Half a core over eight steps.
    expect(numbers.cpuMs).toBeCloseTo(40, 9);
    expect(numbers.coresUsed).toBeCloseTo(0.5, 9);
    expect(numbers.machineShare).toBeCloseTo(0.125, 9);
    expect(numbers.startupCpuMs).toBeNull();
    expect(numbers.cores[0]).toEqual({ core: 0, busyShare: 1, targetShare: null });
    expect(numbers.cores[1]!.busyShare).toBeCloseTo((5 * 0.5) / 8, 9);
    expect(numbers.tasks).toEqual({ count: 3, maxInFlight: 2, meanMs: 110 / 3 });
  });

  it('of the whole work believes what the job measured at its end', () => {
    const loop = { process: 'p', thread: 't', pid: 1, utilisation: 1, lagP50Ms: 1, lagP99Ms: 2, lagMaxMs: 3 };
    const ended = run('threads', null, {
      outcome: outcome({ workMs: 81, workCpuMs: 162, startupMs: 19, eventLoops: [loop] }),
    });
    const numbers = summariseRun(recording, ended, machine)!;
    expect(numbers).toMatchObject({ wallMs: 81, cpuMs: 162, coresUsed: 2, startupMs: 19, startupCpuMs: 5 });
    expect(numbers.eventLoops).toEqual([loop]);
    // But of a range what the tracks say.
    const part = summariseRun(recording, ended, machine, { start: 3 * step, end: 5 * step })!;
    expect(part.cpuMs).toBeCloseTo(10, 9);
    expect(part.eventLoops).toHaveLength(1);
    expect(part.eventLoops[0]).toMatchObject({ process: 'host', thread: 'worker 2', utilisation: 0.4 });
  });

  it('cuts a range out of samples and counters', () => {
    const numbers = summariseRun(recording, recorded, machine, { start: 1.5 * step, end: 2.5 * step })!;
    expect(numbers.wallMs).toBe(10);
    // Half of the window at full, half at half.
    expect(numbers.cpuMs).toBeCloseTo(7.5, 9);
    expect(numbers.cores.map(({ busyShare }) => busyShare)).toEqual([0.5, 0]);
    expect(numbers.threads[0]).toMatchObject({ process: 'host', name: 'worker 1', pid: 100, tid: null });
    expect(numbers.threads[0]!.onCpuMs).toBeCloseTo(5, 9);
    expect(numbers.threads[1]!.onCpuMs).toBeNull();
    expect(numbers.tasks).toEqual({ count: 0, maxInFlight: 1, meanMs: null });
  });

  it('takes a lag sample for the whole window it was the worst delay of', () => {
    const loops = summariseRun(recording, recorded, machine, { start: 5.2 * step, end: 5.4 * step })!.eventLoops;
    // What was due then was late by anything up to that.
    expect(loops[0]!.lagP50Ms).toBeCloseTo(15, 3);
    expect(loops[0]!.lagMaxMs).toBe(30);
  });

  it('says null, not zero, where nothing was measured', () => {
    expect(summariseRun(emptyRecording, recorded, machine)).toBeNull();
    const bare = recordingFromText('phases |w...e|');
    expect(summariseRun(bare, recorded, machine)).toMatchObject({
      cpuMs: null,
      coresUsed: null,
      machineShare: null,
      cores: [],
      threads: [],
      eventLoops: [],
      tasks: { count: 0, maxInFlight: 0, meanMs: null },
    });
    const early = recordingFromText('phases |w...........e|\n host cpu |##          |');
    expect(summariseRun(early, recorded, machine, { start: 5 * step, end: 6 * step })!.cpuMs).toBeNull();
  });

  it('does not take a thread that is stuck, and so samples nothing, for an idle one', () => {
    const stuck = recordingFromText(`
      phases         |w${'.'.repeat(60)}|
      host cpu       |##|
      host/main cpu  |##|
      host/main lag  |00|
      host/main loop |00|
    `);
    const numbers = summariseRun(stuck, recorded, machine)!;
    expect(numbers).toMatchObject({ cpuMs: null, coresUsed: null, eventLoops: [] });
    expect(numbers.threads[0]!.onCpuMs).toBeNull();
  });

  it('reaches to where was seen as long as the work goes on', () => {
    expect(summariseRun(recordingFromText('phases |s.w...|'), recorded, machine)!.wallMs).toBe(40);
  });
});

describe('summariseRun of a command of whose threads nothing is known', () => {
  const processes = recordingFromText(`
    phases     |w.........................................e|
    server cpu |#######################################    |
    child cpu  |         5555555555                        |
  `);
  const command = { name: 's', line: 's', folder: '/', exitCode: 0, signal: null };

  it('adds up processes that come and go', () => {
    const numbers = summariseRun(processes, run('run 1', null, { command }), machine)!;
    expect(numbers.processes).toEqual([
      { process: 'server', pid: expect.any(Number), parentPid: null, cpuMs: expect.closeTo(390, 6) },
      { process: 'child', pid: expect.any(Number), parentPid: null, cpuMs: expect.closeTo(50, 6) },
    ]);
    expect(numbers.cpuMs).toBeCloseTo(440, 6);
  });

  it('has no sum where that is said to be unknown, and none of a range that was not looked at', () => {
    const capabilities = { cpu: { quality: 'missing', reason: 'Too short.' } } as const;
    expect(summariseRun(processes, run('run 1', null, { command, capabilities }), machine)!.cpuMs).toBeNull();
    const late = summariseRun(processes, run('run 1', null, { command }), machine, { start: 400e6, end: 430e6 })!;
    expect([late.cpuMs, late.processes]).toEqual([null, undefined]);
  });
});

describe('summariseRun of threads whose core the hypervisor took away', () => {
  const command = { name: 's', line: 's', folder: '/', exitCode: 0, signal: null };
  const of = (text: string) => summariseRun(recordingFromText(text), run('run 1', null, { command }), machine)!;
  const states = `
    phases            |w.......e|
    host/main states  |####zz##|
    host/other states |==####zz|`;

  it('takes it off the time on a core, and shows it apart: the sum of all is a thread’s life', () => {
    const numbers = of(`${states}
    host/main stolen  | 55      |`);
    const [main, other] = numbers.threads;
    expect([main!.onCpuMs, main!.stolenMs, main!.states!.onCpuMs]).toEqual([50, 10, 50]);
    expect(main!.onCpuMs! + main!.stolenMs! + main!.states!.blockedMs.sleep).toBe(80);
    expect([other!.onCpuMs, other!.stolenMs]).toEqual([40, 0]);
    expect([numbers.cpuMs, numbers.stolenMs]).toEqual([90, 10]);
  });

  it('takes off a range what lies in it', () => {
    const recording = recordingFromText(`${states}
    host/main stolen  | 55      |`);
    const range = { start: 2 * step, end: 4 * step };
    const { threads } = summariseRun(recording, run('run 1', null, { command }), machine, range)!;
    expect([threads[0]!.onCpuMs, threads[0]!.stolenMs]).toEqual([15, 5]);
  });

  it('is not known of a recording that was made before it was measured', () => {
    const { threads, stolenMs, cpuMs } = of(states);
    expect([threads[0]!.stolenMs, stolenMs, cpuMs]).toEqual([null, null, 100]);
  });
});

describe('summariseRun, what the recorder took', () => {
  const text = 'phases |w.......e|\n host/main tasks |AAAAAAAA|';
  const of = (art: string, range?: { start: number; end: number }) =>
    summariseRun(recordingFromText(text + art), run('serial', 80), machine, range)!;

  it('is its CPU time within a range, and the share of a core', () => {
    expect(of('\n recorder |22220000|')).toMatchObject({ recorderMs: 8, recorderShare: 0.1 });
    const range = { start: 2 * step, end: 6 * step };
    expect(of('\n recorder |22220000|', range)).toMatchObject({ recorderMs: 4, recorderShare: 0.1 });
  });

  it('is not known of recordings that have none', () => {
    expect(of('')).toMatchObject({ recorderMs: null, recorderShare: null });
  });
});
