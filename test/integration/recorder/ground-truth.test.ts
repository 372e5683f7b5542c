import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTracks } from '../../../src/core/trace/find-tracks';
import { workRange } from '../../../src/core/trace/phase-times';
import { compare, fixture, RecorderUnderTest, specOf } from './comparison-under-test';

let recorder: RecorderUnderTest;
beforeEach(() => {
  recorder = new RecorderUnderTest();
});
afterEach(() => recorder.close());

/** Busy time of each core so far, ms: another way to the same counters. */
const busyMs = (): number[] => cpus().map(({ times }) => times.user + times.nice + times.sys + times.irq);

describe.runIf(process.platform === 'linux')('what is measured is true', () => {
  it('cores: the samples add up to what the system counted, and to no less than a burner used', async () => {
    const spec = specOf({ kind: 'module', id: fixture('wait.mjs') }, { modes: ['serial'] });
    const burner = fork(fixture('burner.mjs'), [], { execArgv: [] });
    await new Promise((resolve) => burner.once('spawn', resolve));
    await recorder.hello();
    let [before, after] = [busyMs(), busyMs()];
    const { finished } = await compare(recorder, spec, ({ current }) => {
      if (current?.phase === 'running') before = busyMs();
      if (current?.phase === 'ending') after = busyMs();
    });
    const { runs } = await finished;
    burner.kill('SIGKILL');
    const recording = recorder.recording('serial-1');
    const sums = findTracks(recording, 'counter', 'busy').map(({ columns: { time, value } }) => {
      let sum = 0;
      for (let row = 1; row < time.length; row++) sum += (value[row]! * (time[row]! - time[row - 1]!)) / 1e6;
      return sum;
    });
    expect(runs[0]!.numbers!.wallMs).toBeGreaterThan(2000);
    for (const [core, sum] of sums.entries()) {
      // The ends of the run fall anywhere between two samples of 50 ms, and the counters move in steps of 10 ms.
      expect(Math.abs(sum - (after[core]! - before[core]!))).toBeLessThan(130);
    }
    const { start, end } = workRange(recording)!;
    // One busy thread is one core, wherever the system lets it run, and whatever else is going on.
    expect(sums.reduce((all, sum) => all + sum, 0)).toBeGreaterThan(0.95 * ((end - start) / 1e6));
  });

  it('native threads: those of libuv’s pool have lanes, and threads together use what getrusage says', async () => {
    const spec = specOf({ kind: 'module', id: fixture('pool-threads.mjs') }, { modes: ['async'], inFlight: 16 });
    const { runs } = await (await compare(recorder, spec)).finished;
    const { numbers, manifest } = runs[0]!;
    const names = numbers!.threads.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('pool thread')).sort()).toEqual(
      [1, 2, 3, 4].map((number) => `pool thread ${number}`),
    );
    const threadsMs = numbers!.threads.reduce((sum, { onCpuMs }) => sum + (onCpuMs ?? 0), 0);
    const truthMs = manifest.outcome!.workCpuMs!;
    expect(truthMs).toBeGreaterThan(1500);
    expect(Math.abs(threadsMs / truthMs - 1)).toBeLessThan(0.02);
  });

  it('live: every core at every period, the busiest processes now and then, nothing once it is off', async () => {
    await recorder.hello();
    const burner = fork(fixture('burner.mjs'), [], { execArgv: [] });
    await recorder.client.request('live', { on: true });
    await sleep(3500);
    await recorder.client.request('live', { on: false });
    burner.kill('SIGKILL');
    const samples = recorder.events.flatMap((event) => (event.type === 'live' ? [event.sample] : []));
    expect(samples.length).toBeGreaterThan(30);
    for (const { cores } of samples) {
      expect(cores).toHaveLength(cpus().length);
      for (const share of cores) expect(share >= 0 && share <= 1).toBe(true);
    }
    const lists = samples.flatMap(({ processes }) => (processes === undefined ? [] : [processes]));
    expect(lists.length).toBeGreaterThanOrEqual(2);
    const seen = lists.flat().filter(({ pid }) => pid === burner.pid);
    expect(seen.length).toBeGreaterThanOrEqual(2);
    for (const { own, coreShare, machineShare, memoryBytes } of seen) {
      expect(own).toBe(true);
      expect(machineShare).toBeCloseTo(coreShare / cpus().length, 6);
      expect(memoryBytes).toBeGreaterThan(20e6);
    }
    const last = recorder.events.length;
    await sleep(300);
    expect(recorder.events.length).toBe(last);
  });
});
