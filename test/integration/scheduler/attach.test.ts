import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, assert, describe, expect, it } from 'vitest';
import { openScheduler } from '../../../src/recorder/scheduler/open-scheduler';
import { steal, stealSince } from './recorded-program';
import { compiled, expectWhole, hasCompiler, removeCompiled, Seen, toldLines } from './watch-program';

afterAll(removeCompiled);

interface Told {
  readonly what: 'burn' | 'sleep' | 'lock' | 'thread' | 'process';
  readonly tid: number;
  readonly cpu: number;
  readonly at: number;
}

/** A program that ran before: what it says of itself, twice, and what was seen of it. */
async function attach(rung: 'perf' | 'sampled') {
  const child = spawn(compiled('attached'), { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = child.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false });
  await answers.next();
  const ask = async (): Promise<Told[]> => {
    child.stdin.write('x');
    let stdout = '';
    while (!stdout.endsWith('\n\n')) stdout += (await answers.next()).value as string;
    return toldLines<Told>({ stdout });
  };
  await ask();
  const epochNs = process.hrtime.bigint();
  const seen = new Seen(epochNs);
  const target = { pid: child.pid!, epochNs, name: '', limits: { threads: 1000 }, mark: null, runs: true };
  const scheduler = openScheduler(target, seen, rung);
  const stolen = steal();
  // Samples are taken on this thread: they are apart by what its timers are late.
  let [worst, last] = [0, performance.now()];
  const timer = setInterval(() => {
    worst = Math.max(worst, performance.now() - last);
    last = performance.now();
  }, 5);
  const before = await ask();
  await sleep(800);
  const after = await ask();
  const stealNs = stealSince(stolen);
  clearInterval(timer);
  const { capability, over } = scheduler;
  child.stdin.end();
  await once(child, 'close');
  while (!scheduler.over) await sleep(5);
  scheduler.close();
  return { seen, before, after, capability, over, pid: child.pid!, stealNs, periodNs: worst * 1e6 };
}

describe.runIf(process.platform === 'linux' && hasCompiler)('a program that runs already', () => {
  it('is seen from then on: each thread that there was, and each that it makes', async () => {
    const { seen, before, after, capability, over, pid, stealNs } = await attach('perf');
    expect([capability.quality, over]).toEqual(['exact', false]);
    expectWhole(seen);
    expect(seen.processes.get(pid)).toEqual({ parent: null, name: 'attached' });
    for (const { what, tid, cpu, at } of after.slice(2)) {
      const first = before.find((line) => line.what === what)!;
      const thread = seen.of(tid);
      const truth = cpu - first.cpu;
      const turns = thread.intervals.filter(({ state }) => state === 'running').length;
      const told = thread.spent('running', first.at, at);
      expect(Math.abs(told - truth)).toBeLessThan(0.005 * truth + turns * 10_000 + 400_000 + stealNs);
      if (what === 'burn') continue;
      const waited = at - first.at - told - thread.spent('runnable', first.at, at);
      expect(thread.spent(what as 'sleep' | 'lock', first.at, at)).toBeGreaterThan(0.9 * waited);
    }
    for (const { tid } of [before[0]!, before[1]!, after[0]!, after[1]!]) {
      expect(Math.abs(seen.of(tid).spent('running') - 20e6)).toBeLessThan(2e6 + stealNs);
      expect(seen.of(tid).madeBy).toBe(pid);
    }
    expect(seen.threads).toHaveLength(8);
  });

  it('is sampled from then on where records are refused', async () => {
    const { seen, before, after, capability, pid, stealNs, periodNs } = await attach('sampled');
    assert(capability.quality === 'sampled');
    // The period grows with what a sample costs on a busy machine.
    const usualNs = 2e6 * capability.periodMs;
    expectWhole(seen);
    expect(seen.processes.get(pid)).toEqual({ parent: null, name: 'attached' });
    for (const { what, tid, cpu, at } of after.slice(2)) {
      const first = before.find((line) => line.what === what)!;
      const truth = cpu - first.cpu;
      const told = seen.of(tid).spent('running', first.at, at);
      // Both ends fall between two samples, and the account of a thread that runs is late by a tick.
      expect(Math.abs(told - truth)).toBeLessThan(0.03 * truth + 2 * (periodNs + usualNs + 10e6) + stealNs);
    }
  });
});
