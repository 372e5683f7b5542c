/*
 * What is recorded is what programs say of themselves. All is compared with the program's own clocks, so it holds on a
 * machine with other things to do; and time that a hypervisor takes, which switch records count as running and the program's
 * account does not, is allowed for as far as it was taken.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import {
  compiled,
  compiler,
  openFolder,
  programs,
  python,
  recorded,
  removeFolders,
  times,
  users,
  type Mode,
  type Recorded,
  type User,
  stealStepNs,
} from './recorded-program';

afterAll(removeFolders);

interface Phase {
  readonly kind: string;
  readonly pid: number;
  readonly tid: number;
  readonly start: number;
  readonly end: number;
  readonly cpu: number;
}

const modes: readonly Mode[] = ['perf', 'sampled'];
const ways = modes.flatMap((mode) => users.map((user) => [mode, user] as const));

/** Of the program's CPU time: a share, µs for each switch (a switch itself), and what the sampling can't place. */
function tolerance(mode: Mode, cpu: number, switches: number): number {
  return mode === 'perf' ? 0.005 * cpu + 6000 * switches + 50_000 : 0.03 * cpu + sampleNs;
}
/** A boundary is known to a period and a tick, at both ends; the period grows where the machine is busy. */
const sampleNs = 20e6;

function threadOf({ threads }: Recorded, { tid, pid }: Phase) {
  const found = threads.find((thread) => thread.tid === tid && thread.pid === pid);
  if (found === undefined) throw new Error(`thread ${tid} of ${pid} was not seen`);
  return found;
}

function checkCpu(result: Recorded, phases: readonly Phase[], mode: Mode): void {
  for (const phase of phases) {
    const { running, switches } = times(threadOf(result, phase), phase.start, phase.end);
    const allowed = tolerance(mode, phase.cpu, switches);
    const error = running - phase.cpu;
    const isWithin = error > -allowed && error < allowed + result.stealNs;
    // All figures, so that a failure tells them.
    expect({ ...phase, running, switches, error, allowed, stealNs: result.stealNs, isWithin }).toMatchObject({
      isWithin: true,
    });
  }
}

/** One after another without a gap: their sum is the thread's life. */
function checkLives({ threads }: Recorded): void {
  for (const { intervals, tid } of threads) {
    const wrong = intervals.filter(
      ({ start, end }, index) => end <= start || (index > 0 && Math.abs(start - intervals[index - 1]!.end) >= 1),
    );
    expect({ tid, wrong }).toEqual({ tid, wrong: [] });
  }
}

const reasons = { sleep: 'sleep', lock: 'lock', pipe: 'io', poll: 'poll', child: 'child' } as const;

describe.runIf(process.platform === 'linux' && python !== null)('threads.py', () => {
  it.each(ways)('is recorded as it says it was: %s, as %s', async (mode: Mode, user: User) => {
    const file = join(openFolder(), 'told.json');
    const result = await recorded([python!, join(programs, 'threads.py'), file], { mode, user });
    const phases = JSON.parse(readFileSync(file, 'utf8')) as Phase[];
    expect(result.run.capabilities.scheduler!.quality).toBe(mode === 'perf' ? 'exact' : 'sampled');
    expect(phases.filter(({ kind }) => kind === 'gil')).toHaveLength(2);
    expect(phases.filter(({ kind }) => kind === 'overload').length).toBeGreaterThan(2);
    checkLives(result);
    checkCpu(result, phases, mode);

    for (const [kind, reason] of Object.entries(reasons)) {
      const phase = phases.find((one) => one.kind === kind)!;
      const { spent } = times(threadOf(result, phase), phase.start, phase.end);
      const blocked = [...spent].filter(([state]) => state !== 'running' && state !== 'runnable');
      const waited = (spent.get(reason) ?? 0) / blocked.reduce((sum, [, ns]) => sum + ns, 0);
      expect({ kind, spent: [...spent], isRight: waited > 0.8 }).toMatchObject({ isRight: true });
    }
    for (const phase of phases.filter(({ kind }) => kind === 'gil')) {
      const { spent } = times(threadOf(result, phase), phase.start, phase.end);
      const gil = spent.get('gil') ?? 0;
      for (const other of ['lock', 'io', 'sleep', 'poll', 'child', 'other'] as const)
        expect(gil).toBeGreaterThan(2 * (spent.get(other) ?? 0));
      // Whoever is given the GIL needs a core as well, and other programs want one, too.
      expect(gil).toBeGreaterThan(0);
      expect(gil + (spent.get('runnable') ?? 0)).toBeGreaterThan(0.35 * (phase.end - phase.start));
    }
    const overloads = phases.filter(({ kind }) => kind === 'overload');
    const wanted = overloads.reduce(
      (sum, phase) => sum + (times(threadOf(result, phase), phase.start, phase.end).spent.get('runnable') ?? 0),
      0,
    );
    // Twice as many as cores: each waits half of its time, if nothing else runs, and longer if it does.
    expect(wanted).toBeGreaterThan(0.3 * overloads.reduce((sum, { start, end }) => sum + end - start, 0));
  });
});

describe.runIf(process.platform === 'linux' && compiler)('exec-from-thread.c', () => {
  it.each(modes)('counts what a thread used before it executed a program once: %s', async (mode) => {
    const file = join(openFolder(), 'told');
    const { threads, run, stealNs } = await recorded([compiled('exec-from-thread'), file], { mode });
    const [pid, tid, before, used] = readFileSync(file, 'utf8').split(' ').map(Number) as [
      number,
      number,
      number,
      number,
    ];
    expect(run.command!.exitCode).toBe(7);
    // The first thread's lane goes on, also where the number was given away in between.
    expect(threads.filter((thread) => thread.tid === pid)).toHaveLength(1);
    const ranOf = (wanted: number) =>
      times(
        threads.find((thread) => thread.tid === wanted)!,
        0,
        Infinity,
      ).running;
    const [first, leaver] = [ranOf(pid), ranOf(tid)];
    const allowed = mode === 'perf' ? 0.005 * used + 2e6 : 0.03 * used + sampleNs;
    const error = run.outcome!.workCpuMs! * 1e6 - used;
    expect({ error, allowed, isWithin: Math.abs(error) < allowed }).toMatchObject({ isWithin: true });
    if (mode !== 'perf') return;
    expect(Math.abs(leaver - before)).toBeLessThan(0.005 * before + 1e6 + stealNs);
    expect(Math.abs(first - (used - before))).toBeLessThan(0.005 * used + 2e6 + stealNs);
  });
});

describe.runIf(process.platform === 'linux' && compiler)('burners.c', () => {
  it.each(ways)('has the CPU time that getrusage tells of each thread: %s, as %s', async (mode, user) => {
    const file = join(openFolder(), 'told');
    const result = await recorded([compiled('burners'), file], { mode, user });
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      const [tid, start, end, cpu, used] = line.split(' ').map(Number) as [number, number, number, number, number];
      const thread = result.threads.find((one) => one.tid === tid)!;
      checkCpu(result, [{ kind: 'burner', pid: thread.pid, tid, start, end, cpu }], mode);
      const life = times(thread, 0, Infinity);
      // What a thread did before its first and after its last sample is not known.
      const unseen = Math.max(0, end - thread.intervals.at(-1)!.end) + Math.max(0, thread.intervals[0]!.start - start);
      const allowed = tolerance(mode, used * 1e3, life.switches) + (mode === 'perf' ? 0 : unseen);
      expect(Math.abs(life.running - used * 1e3)).toBeLessThan(allowed + result.stealNs);
    }
    checkLives(result);
  });

  it.each([
    [13, 'EACCES'],
    [1, 'EPERM'],
    [38, 'ENOSYS'],
  ])('is sampled where the kernel refuses with error %i, and says why and what to do', async (error, code) => {
    const file = join(openFolder(), 'told');
    const through = [compiled('refuse-records'), `${error}`];
    const { run, threads } = await recorded([compiled('burners'), file], { through });
    const { scheduler } = run.capabilities;
    expect(scheduler).toMatchObject({ quality: 'sampled' });
    expect(scheduler?.quality === 'sampled' && scheduler.reason).toMatch(
      new RegExp(`perf_event_open: ${code}.*sudo sysctl kernel\\.perf_event_paranoid=2$`),
    );
    expect(threads.length).toBe(5);
  });
});

describe.runIf(process.platform === 'linux' && compiler)('gaps.c', () => {
  it('was away when it says so, to a millisecond at both ends', async () => {
    const file = join(openFolder(), 'told');
    const result = await recorded([compiled('gaps'), file]);
    const gaps = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number) as [number, number]);
    expect(gaps.length).toBeGreaterThan(30);
    const away = awayTimes(result.threads[0]!);
    // What it says and no record tells of is time that the hypervisor took.
    let untold = 0;
    let odd = 0;
    for (const [start, end] of gaps) {
      const inside = away.filter((one) => one.end > start && one.start < end);
      const off = inside.reduce((sum, one) => sum + Math.min(one.end, end) - Math.max(one.start, start), 0);
      // Its own switches take a moment of each gap.
      untold += Math.max(0, end - start - off - 100_000);
      const [first, last] = [inside[0], inside.at(-1)];
      if (first === undefined || last === undefined || first.start - start >= 1e6 || end - last.end >= 1e6) odd++;
      if (first === undefined || last === undefined) continue;
      // It was not away when it looked at the clock.
      expect(first.start - start).toBeGreaterThan(-20_000);
      expect(end - last.end).toBeGreaterThan(-20_000);
    }
    expect(untold).toBeLessThanOrEqual(result.stealNs + stealStepNs);
    // Half a millisecond makes a gap, and one may go by without a count of it.
    expect(odd).toBeLessThanOrEqual(2 + result.stealNs / 0.5e6);
  });
});

/** When it was not on a core. */
function awayTimes({ intervals }: Recorded['threads'][number]): { start: number; end: number }[] {
  const away: { start: number; end: number }[] = [];
  for (const { start, end, state } of intervals) {
    if (state === 'running') continue;
    const last = away.at(-1);
    if (last !== undefined && start - last.end < 1) last.end = end;
    else away.push({ start, end });
  }
  return away;
}

describe.runIf(process.platform === 'linux' && python !== null)('what lives for a moment', () => {
  it('is seen, all of it', async () => {
    const file = join(openFolder(), 'told.json');
    const { threads, run } = await recorded([python!, join(programs, 'short-lived.py'), file]);
    const told = JSON.parse(readFileSync(file, 'utf8')) as { readonly processes: number[]; readonly threads: number[] };
    const seen = threads.map(({ tid }) => tid);
    expect(seen).toEqual(expect.arrayContaining(told.processes));
    expect(seen).toEqual(expect.arrayContaining(told.threads));
    expect(seen).toHaveLength(601);
    expect(run.notices ?? []).toEqual([]);
  });

  it.each(['perf', 'sampled'] as const)('a daemon is followed to its end: %s', async (mode) => {
    const file = join(openFolder(), 'pid');
    const { threads } = await recorded([python!, join(programs, 'daemon.py'), file, '0', '0.5'], { mode });
    const pid = Number(readFileSync(file, 'utf8'));
    const daemon = threads.find((thread) => thread.tid === pid)!;
    expect(daemon.intervals.at(-1)!.end - daemon.intervals[0]!.start).toBeGreaterThan(mode === 'perf' ? 500e6 : 450e6);
  });
});
