import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { ThreadState } from '../../../src/core/trace/track';
import { openFolder, recorded, removeFolders, users } from './recorded-program';
import {
  compiled,
  expectWhole,
  hasCompiler,
  hasPython,
  program,
  removeCompiled,
  toldLines,
  watch,
  type Watched,
} from './watch-program';

afterAll(removeCompiled);
afterAll(removeFolders);

interface Told {
  readonly tid: number;
  /** The state, and after a space in which way. */
  readonly what: string;
  /** Its own CPU time, ns. */
  readonly cpu: number;
  readonly start: number;
  readonly end: number;
}

/** Half a percent and a millisecond, however often it switched and whatever the hypervisor took. */
function expectCpu({ seen }: Pick<Watched, 'seen'>, { tid, cpu }: Pick<Told, 'tid' | 'cpu'>): void {
  const { onCpu } = seen.of(tid);
  const isWithin = Math.abs(onCpu - cpu) <= 0.005 * cpu + 1e6;
  expect({ tid, cpu, onCpu, isWithin }).toMatchObject({ isWithin: true });
}

/** Nothing is read for most of the time that the storm blows. */
async function blocked(): Promise<void> {
  await sleep(100);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
}

describe.runIf(process.platform === 'linux' && hasCompiler)('exact, against programs in C', () => {
  it('each reason to wait is told right, and begins and ends when the program says so', async () => {
    const watched = await watch([compiled('waits')]);
    const { seen, capability, counts, code } = watched;
    expect([code, capability.quality, counts.lost]).toEqual([0, 'exact', 0]);
    expectWhole(watched.seen);
    const lines = toldLines<Told>(watched);
    expect(lines).toHaveLength(12);
    for (const { tid, what, cpu, start, end } of lines) {
      // The main thread's own clock began when it was the shell that waits for its release.
      if (what === 'main') continue;
      expectCpu(watched, { tid, cpu });
      if (what === 'burn') continue;
      const reason = what.split(' ')[0]!;
      const thread = seen.of(tid);
      const waits = thread.intervals.filter(({ state }) => !['running', 'runnable'].includes(state));
      const longest = waits.toSorted((a, b) => b.end - b.start - (a.end - a.start))[0]!;
      expect({ what, state: longest.state }).toEqual({ what, state: reason });
      // What it did not wait for it wanted a core for: on a busy machine that is long.
      const wanted = thread.spent('runnable', start, end);
      expect(Math.abs(longest.start - start) - wanted).toBeLessThan(1e6 + watched.stealNs);
      expect(Math.abs(end - longest.end) - wanted).toBeLessThan(1e6 + watched.stealNs);
    }
  });

  it('waiting for a core is what the kernel’s account says, of threads that are preempted and of those that wake up', async () => {
    const watched = await watch([compiled('overload')]);
    const { seen, counts } = watched;
    expect(counts.lost).toBe(0);
    expectWhole(watched.seen);
    const lines = toldLines<Told & { readonly wanted: number }>(watched);
    expect(lines).toHaveLength(8);
    for (const { tid, cpu, what, wanted } of lines) {
      expectCpu(watched, { tid, cpu });
      const runnable = seen.of(tid).spent('runnable');
      expect(wanted).toBeGreaterThan(what === 'burn' ? 100e6 : 0);
      // What came between its look at the account and its end, and the µs of each switch.
      expect(Math.abs(runnable - wanted)).toBeLessThan(0.02 * wanted + 3e6 + watched.stealNs);
    }
  });

  it.each([
    ['sleep for a moment', 'sleeps', 1500],
    ['sleep for no time while they hold a lock', 'yields', 500],
    ['send a byte to and fro', 'pipes', 10_000],
    ['live for 0.2 ms', 'threads', 200],
    ['are the first ones of processes that live for 0.5 ms', 'forks', 150],
    ['burn', 'burn', 300],
  ])('the time on a core is the kernel’s account of each, of threads that %s', async (_, what, count) => {
    const watched = await watch([compiled('own-cpu'), what, String(count)]);
    const { seen, counts, code } = watched;
    expect([code, counts.lost]).toEqual([0, 0]);
    expectWhole(seen);
    const lines = toldLines<Told>(watched);
    const threads = lines.filter((line) => line.what === what);
    for (const line of threads) expectCpu(watched, line);
    expect(threads).toHaveLength({ sleeps: 2, yields: 4, pipes: 2, burn: 1 }[what] ?? count);
    const own = threads.reduce((sum, { cpu }) => sum + cpu, 0);
    const told = threads.reduce((sum, { tid }) => sum + seen.of(tid).onCpu, 0);
    // What is told goes on to the end of each, its own word does not: up to 0.1 ms, and what a page costs it.
    expect(told).toBeGreaterThan(0.995 * own);
  });

  it.each(['perf', 'sampled'] as const)(
    'the CPU time of a run is getrusage’s of all its processes: %s',
    async (mode) => {
      const told = join(openFolder(), 'told');
      const words = ['sh', '-c', `exec ${compiled('own-cpu')} forks 150 >${told}`];
      const { run } = await recorded(words, { mode, user: users[0] });
      const lines = toldLines<Told>({ stdout: readFileSync(told, 'utf8') });
      const used = lines.slice(-2).reduce((sum, { cpu }) => sum + cpu, 0);
      expect(lines.slice(-2).map(({ what }) => what)).toEqual(['children', 'process']);
      const error = run.outcome!.workCpuMs! * 1e6 - used;
      expect({ used, error, isWithin: Math.abs(error) < 0.005 * used + 2e6 }).toMatchObject({ isWithin: true });
    },
  );

  it('no thread and no process is missed, though it lives for less than a millisecond; those that leave are followed', async () => {
    const watched = await watch([compiled('short-lived')]);
    const { seen, counts } = watched;
    expect([counts.lost, counts.left]).toEqual([0, 0]);
    expectWhole(watched.seen);
    const lines = toldLines<{ tid: number; what: string }>(watched);
    expect(lines).toHaveLength(601);
    const tids = new Set(seen.threads.map(({ tid }) => tid));
    for (const { tid, what } of lines) {
      expect(tids.has(tid)).toBe(true);
      expect(seen.processes.has(tid)).toBe(what !== 'thread');
    }
    // The program, the one between it and its daemon, 300 of each kind, and the daemon.
    expect(seen.threads).toHaveLength(603);
    const daemon = seen.of(lines.at(-1)!.tid);
    expect(daemon.spent('sleep')).toBeGreaterThan(399e6);
    expect(seen.threads[0]!.endedAt).toBeLessThan(daemon.endedAt! - 300e6);
  });

  it('what is lost when nobody reads is counted and unknown: nothing is told that was not so, and its end is seen', async () => {
    const watched = await watch([compiled('storm')], { during: blocked, ringPages: 8 });
    const { seen, counts } = watched;
    expect(counts.lost).toBeGreaterThan(1000);
    // Those of which only their absence tells are no part of what the kernel counted.
    expect(seen.lostRecords).toBeLessThanOrEqual(counts.lost);
    expect(seen.lostRecords).toBeGreaterThan(0.9 * counts.lost);
    expectWhole(seen);
    const lines = toldLines<Told>(watched);
    expect(lines.map(({ what }) => what).toSorted()).toEqual(['burn', 'ping', 'pong']);
    for (const { tid, cpu } of lines) {
      const thread = seen.of(tid);
      const [running, unknown] = [thread.spent('running'), thread.spent('unknown')];
      const switches = thread.intervals.filter(({ state }) => state === 'running').length * 10_000;
      expect(running).toBeLessThan(1.005 * cpu + 1e6 + watched.stealNs);
      expect(running + unknown + switches).toBeGreaterThan(0.995 * cpu - 1e6);
    }
    // The thread that executed it has the number of its process now.
    const last = seen.threads.find(({ name }) => name === 'sleep')!;
    expect(last.tid).toBe(last.pid);
    expect(last.spent('sleep')).toBeGreaterThan(300e6);
  });

  it('follows so many threads, and counts those it leaves', async () => {
    const watched = await watch([compiled('short-lived')], { threads: 50 });
    expect(watched.seen.threads).toHaveLength(50);
    expect(watched.counts.left).toBe(553);
    expectWhole(watched.seen);
  });
});

describe.runIf(process.platform === 'linux' && hasPython)('exact, against python', () => {
  it('tells waiting for the GIL from waiting for a lock, and from work that needs no GIL', async () => {
    const watched = await watch(['python3', program('gil.py')]);
    const { seen, code } = watched;
    expect(code).toBe(0);
    expectWhole(watched.seen);
    const lines = toldLines<Told>(watched);
    expect(lines).toHaveLength(4);
    for (const line of lines) expectCpu(watched, line);
    const shares = (wanted: string) =>
      lines
        .filter(({ what }) => what === wanted)
        .map(({ tid, start, end }) => {
          const spent = (state: ThreadState): number => seen.of(tid).spent(state, start, end) / (end - start);
          const waited = 1 - spent('running') - spent('runnable');
          return { gil: spent('gil'), lock: spent('lock'), waited };
        });
    // Two that want the same: each waits while the other has it; for how long depends on who else wants the cores.
    for (const { gil, lock, waited } of shares('gil')) {
      expect(gil).toBeGreaterThan(0.05);
      // On a busy machine some waits are over before anybody has asked about the first one.
      expect(gil).toBeGreaterThan(0.6 * waited);
      expect(lock).toBeLessThan(0.02);
    }
    const [locked] = shares('lock');
    expect(locked!.lock).toBeGreaterThan(0.9);
    const [burns] = shares('burn');
    expect(burns!.lock).toBeLessThan(0.02);
  });
});

describe.runIf(process.platform === 'linux')('exact, a shell line', () => {
  it('is followed through its pipe, its children and what it leaves in the background', async () => {
    const watched = await watch(['/bin/sh', '-c', '(sleep 0.3; echo late) & seq 3 | cat && sleep 0.1']);
    const { seen, stdout, code } = watched;
    expect(code).toBe(0);
    expect(stdout).toBe('1\n2\n3\nlate\n');
    expectWhole(watched.seen);
    const names = [...seen.processes.values()].map(({ name }) => name).toSorted();
    expect(names).toEqual(['cat', 'seq', 'sh', 'sh', 'sleep', 'sleep']);
  });
});
