import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobMode } from '../../../src/core/trace/run';
import { noPython, somePythons } from '../agents/pythons';
import { steal, stealSince } from '../scheduler/recorded-program';
import { compare, RecorderUnderTest, specOf } from '../recorder/comparison-under-test';

let recorder: RecorderUnderTest;
beforeEach(() => {
  recorder = new RecorderUnderTest();
});
afterEach(() => recorder.close());

const threads = 4;

describe.skipIf(noPython !== null)('the GIL in a comparison', () => {
  it.each(somePythons)('of $version: threads take turns, processes don’t', { timeout: 60_000 }, async (python) => {
    const modes: JobMode[] = ['serial', 'threads', 'processes'];
    const parameters = { millions: 2 };
    const workload = { kind: 'built-in', id: 'py-count', items: 16, parameters, python } as const;
    const before = steal();
    const { finished } = await compare(recorder, specOf(workload, { modes, workers: threads }));
    const { runs } = await finished;
    // A core that the hypervisor gave to somebody else: the scheduler’s records do not show that.
    const stealMs = stealSince(before) / 1e6;
    expect(runs.map(({ manifest }) => manifest.failure?.message)).toEqual([undefined, undefined, undefined]);
    expect(new Set(runs.map(({ manifest }) => manifest.outcome!.checksum)).size).toBe(1);
    const [serial, taking, apart] = runs.map(({ manifest, numbers }) => {
      expect(manifest.capabilities.scheduler).toEqual({ quality: 'exact' });
      const states = numbers!.threads.flatMap((thread) => (thread.states === null ? [] : [thread.states]));
      const ran = states.reduce((sum, { onCpuMs }) => sum + onCpuMs, 0);
      const waited = states.reduce((sum, { blockedMs }) => sum + blockedMs.gil, 0);
      return { ran, waited, wall: numbers!.wallMs, own: manifest.outcome!.workCpuMs! };
    });
    expect(serial!.waited).toBe(0);
    // Of n threads that want it all the time n − 1 wait; one that holds it and has no core makes them wait longer.
    expect(taking!.waited / (taking!.waited + taking!.ran)).toBeGreaterThan((threads - 1) / threads - 0.1);
    expect(taking!.ran).toBeLessThan(taking!.wall * 1.05);
    expect(apart!.waited).toBeLessThan(apart!.ran * 0.02);
    // The scheduler's account is that of the processes' own clocks.
    for (const run of [serial!, taking!, apart!]) {
      expect(Math.abs(run.ran - run.own)).toBeLessThan(0.05 * run.own + stealMs);
    }
  });
});
