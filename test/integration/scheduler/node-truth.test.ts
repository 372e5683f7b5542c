/*
 * Node programs are recorded as they say they were: their threads by the scheduler, their event loops by the agent, both on one
 * lane of each thread. See `ground-truth.test.ts` for what is allowed, and why.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ancestorOfKind, findLane, findTracks } from '../../../src/core/trace/find-tracks';
import { trackNames } from '../../../src/core/trace/track';
import { openFolder, programs, recorded, removeFolders, times, users, type Recorded } from './recorded-program';

afterAll(removeFolders);

interface Phase {
  readonly kind: 'burn' | 'wait' | 'rest' | 'block' | 'child';
  readonly pid: number;
  readonly tid: number;
  readonly start: number;
  readonly end: number;
  /** When its CPU time was looked at; `cpu` is that from its start to then. */
  readonly until: number;
  readonly cpu: number;
  /** That since the thread began. */
  readonly total: number;
}

interface Told {
  readonly phases: readonly Phase[];
  readonly whole: { readonly start: number; readonly end: number; readonly cpu: number; readonly switches: number };
}

const ways = (['perf', 'sampled'] as const).flatMap((mode) => users.map((user) => [mode, user] as const));

/** What each waits for; a child is waited for by Node in an event loop. */
const reasons = { wait: 'lock', rest: 'poll', child: 'poll' } as const;

/** A timer that is late tells of a block, and it is set every 10 ms. */
const lagPeriodNs = 10e6;

/** A failure tells all figures. */
const expectAll = (figures: object, isRight: boolean): void =>
  expect({ ...figures, isRight }).toEqual({ ...figures, isRight: true });

const threadOf = ({ threads }: Recorded, tid: number) => threads.find((one) => one.tid === tid)!;

/** Times on CLOCK_MONOTONIC, ns. */
function blocksOf({ recording, run }: Recorded, tid: number): { start: number; end: number }[] {
  const epoch = (run.command?.monotonicMs ?? 0) * 1e6;
  return findTracks(recording, 'slices', trackNames.blocked).flatMap(({ lane, columns }) => {
    const loop = findLane(recording, lane)!;
    // The agent speaks on the lane of the thread that the scheduler tells of.
    if (ancestorOfKind(recording, loop, 'thread')?.tid !== tid) return [];
    return Array.from(columns.start, (start, row) => ({ start: start + epoch, end: columns.end[row]! + epoch }));
  });
}

function lagsOf({ recording, run }: Recorded, tid: number): { at: number; lag: number }[] {
  const epoch = (run.command?.monotonicMs ?? 0) * 1e6;
  return findTracks(recording, 'counter', trackNames.lag).flatMap(({ lane, columns }) => {
    if (ancestorOfKind(recording, findLane(recording, lane)!, 'thread')?.tid !== tid) return [];
    return Array.from(columns.time, (at, row) => ({ at: at + epoch, lag: columns.value[row]! }));
  });
}

/** To the moment: what it burned, and what the whole process used with the threads of V8 and of libuv. */
function checkBursts(result: Recorded, phases: readonly Phase[], whole: Told['whole']): void {
  const { stealNs, threads } = result;
  for (const { tid, start, until, cpu } of phases.filter(({ kind }) => kind === 'burn')) {
    const { running, switches } = times(threadOf(result, tid), start, until);
    const allowed = 0.005 * cpu + 10_000 * switches + 200_000;
    const error = running - cpu;
    const figures = { tid, cpu, running, switches, error, allowed, stealNs };
    expectAll(figures, error > -allowed && error < allowed + stealNs);
  }
  const all = threads
    .filter(({ pid }) => pid === phases[0]!.pid)
    .map((thread) => times(thread, whole.start, whole.end));
  expect(all.length).toBeGreaterThan(8);
  const running = all.reduce((sum, one) => sum + one.running, 0);
  const switches = all.reduce((sum, one) => sum + one.switches, 0);
  const allowed = 0.005 * whole.cpu + 10_000 * switches + 2e6;
  const error = running - whole.cpu;
  const figures = { ...whole, running, counted: switches, error, allowed, stealNs };
  // Of each thread, one may lie on either side of the two moments.
  expectAll(figures, Math.abs(switches - whole.switches) < 0.01 * whole.switches + all.length);
  expectAll(figures, error > -allowed && error < allowed + stealNs);
}

/** A sample may be late, but what it tells is exact: a thread that has hardly done anything for a while is known well. */
function checkLives(result: Recorded, phases: readonly Phase[]): void {
  for (const { tid, until, total } of phases.filter(({ kind }) => kind === 'rest')) {
    const { running } = times(threadOf(result, tid), 0, until);
    const allowed = 0.03 * total + 10e6;
    const error = running - total;
    expectAll({ tid, total, running, error, allowed }, Math.abs(error) < allowed);
  }
}

describe.runIf(process.platform === 'linux')('node-threads.cjs', () => {
  it.each(ways)('is recorded as it says it was: %s, as %s', async (mode, user) => {
    const file = join(openFolder(), 'told.json');
    const result = await recorded([process.execPath, join(programs, 'node-threads.cjs'), file], { mode, user });
    const { phases, whole } = JSON.parse(readFileSync(file, 'utf8')) as Told;
    const tids = [...new Set(phases.map(({ tid }) => tid))];
    expect(tids).toHaveLength(3);

    if (mode === 'perf') checkBursts(result, phases, whole);
    else checkLives(result, phases);

    // Samples come late on a busy machine, and what was before the first look is not known.
    const rightShare = mode === 'perf' ? 0.8 : 0.5;
    for (const { kind, tid, start, end } of phases) {
      if (kind === 'burn' || kind === 'block') continue;
      const { spent } = times(threadOf(result, tid), start, end);
      const blocked = [...spent].filter(([state]) => state !== 'running' && state !== 'runnable');
      const waited = (spent.get(reasons[kind]) ?? 0) / blocked.reduce((sum, [, ns]) => sum + ns, 0);
      expectAll({ kind, tid, spent: [...spent] }, waited > rightShare);
    }

    // The child that it waited for.
    const children = result.threads.filter(({ pid }) => pid !== phases[0]!.pid);
    expect(children).toHaveLength(1);
    expect(times(children[0]!, 0, Infinity).spent.get('sleep')).toBeGreaterThan(rightShare * 250e6);
  });

  it('its event loops did not turn when it says so', async () => {
    const file = join(openFolder(), 'told.json');
    const result = await recorded([process.execPath, join(programs, 'node-threads.cjs'), file]);
    const { phases } = JSON.parse(readFileSync(file, 'utf8')) as Told;
    const blocking = phases.filter(({ kind }) => kind !== 'rest');
    expect(blocking).toHaveLength(10);
    for (const { kind, tid, start, end } of blocking) {
      const found = blocksOf(result, tid).filter((one) => one.start < end && one.end > start);
      expect({ kind, tid, found: found.length }).toEqual({ kind, tid, found: 1 });
      const [block] = found;
      // What else runs on the machine may keep it from its core before and after.
      const ready = (from: number, to: number): number =>
        times(threadOf(result, tid), from, to).spent.get('runnable') ?? 0;
      const early = start - block!.start;
      const late = block!.end - end;
      const told = { kind, tid, early, late };
      expectAll(told, early > -lagPeriodNs && early < lagPeriodNs + ready(block!.start, start));
      expectAll(told, late > -lagPeriodNs && late < lagPeriodNs + ready(end, block!.end));
      const worst = Math.max(
        ...lagsOf(result, tid)
          .filter(({ at }) => at >= end && at < end + 60e6)
          .map(({ lag }) => lag),
      );
      expect(worst).toBeGreaterThan(end - start - lagPeriodNs);
    }
    // In between it was late at most because it had no core.
    for (const { tid, start, end } of phases.filter(({ kind }) => kind === 'rest')) {
      const inside = blocksOf(result, tid).filter(
        (one) => one.start > start + lagPeriodNs && one.end < end - lagPeriodNs,
      );
      for (const one of inside)
        expect(times(threadOf(result, tid), one.start, one.end).running).toBeLessThan(lagPeriodNs);
    }
  });
});
