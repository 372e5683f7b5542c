import { describe, expect, it } from 'vitest';
import { baselineOf, compareModes, resultsEqual } from '../../../../src/core/analysis/compare-modes';
import { medianRun } from '../../../../src/core/analysis/median-run';
import { machine, outcome, repeats, run } from '../../../manifests';

const plain = { baseline: null, includeStartup: false } as const;

describe('medianRun', () => {
  it('is a run that was: the middle one, the faster of the middle two', () => {
    expect(medianRun(repeats('serial', [30, 10, 20]))!.id).toBe('serial-3');
    expect(medianRun(repeats('serial', [40, 10, 30, 20]))!.id).toBe('serial-4');
  });

  it('counts only finished runs, and falls back to the one that goes on, then to the last', () => {
    const failed = run('serial', 5, { id: 'failed', status: 'failed' });
    const live = run('serial', null, { id: 'live', status: 'recording' });
    expect(medianRun([failed, ...repeats('serial', [10])])!.id).toBe('serial-1');
    expect(medianRun([failed, live, run('serial', null, { id: 'waits', status: 'waiting' })])!.id).toBe('live');
    expect(medianRun([failed])!.id).toBe('failed');
    expect(medianRun([])).toBeNull();
  });

  it('may order the repeats by their time with start-up', () => {
    const slowStart = run('threads', 10, { id: 'a', outcome: outcome({ workMs: 10, startupMs: 100 }) });
    const quickStart = run('threads', 20, { id: 'b', outcome: outcome({ workMs: 20, startupMs: 5 }) });
    expect(medianRun([slowStart, quickStart])!.id).toBe('a');
    expect(medianRun([slowStart, quickStart], true)!.id).toBe('b');
  });
});

describe('compareModes', () => {
  it('measures speed-up and efficiency of all repeats against serial', () => {
    const [serial, async, threads] = compareModes(
      [...repeats('serial', [2000, 2020]), ...repeats('async', [2010, 2000]), ...repeats('threads', [500, 510])],
      machine,
      plain,
    );
    expect(serial).toMatchObject({ isBaseline: true, speedup: null, efficiency: null, timeMs: 2000 });
    expect(async!.speedup!.value).toBeCloseTo(Math.sqrt((2000 * 2020) / (2010 * 2000)), 9);
    expect(async!.efficiency).toBeNull();
    expect(threads!.efficiency!.ofWorkers).toBeCloseTo(threads!.speedup!.value / 4, 9);
    expect(threads!.speedup!.low).not.toBeNull();
  });

  it('takes another baseline when asked, and gives no efficiency against a parallel one', () => {
    const runs = [run('serial', 2000), run('threads', 1000), run('processes', 500)];
    const results = compareModes(runs, machine, { baseline: 'threads', includeStartup: false });
    expect(results.map((result) => result.speedup?.value.toFixed(2))).toEqual(['0.50', undefined, '2.00']);
    expect(results[2]!.efficiency).toBeNull();
  });

  it('measures several interpreters against one baseline, and knows no ideal across them', () => {
    const runs = [
      run('serial · Python 3.11', 2000),
      run('serial · Python 3.13', 1000),
      run('threads · Python 3.11', 1000),
      run('threads · Python 3.13', 500),
    ];
    const gains = (baseline: 'serial' | 'serial · Python 3.13' | null) =>
      compareModes(runs, machine, { baseline, includeStartup: false }).map(({ speedup, efficiency }) =>
        speedup === null ? 'baseline' : `${speedup.value.toFixed(1)} ${efficiency?.ofWorkers.toFixed(3) ?? '–'}`,
      );
    expect(gains(null)).toEqual(['baseline', '2.0 –', '2.0 2.000', '4.0 –']);
    expect(gains('serial')).toEqual(gains(null));
    expect(gains('serial · Python 3.13')).toEqual(['0.5 –', 'baseline', '1.0 –', '2.0 2.000']);
  });

  it('includes start-up where that is asked for', () => {
    const runs = [
      run('serial', 1000, { outcome: outcome({ workMs: 1000, startupMs: 0 }) }),
      run('threads', 250, { outcome: outcome({ workMs: 250, startupMs: 250 }) }),
    ];
    const gained = (includeStartup: boolean) =>
      compareModes(runs, machine, { baseline: null, includeStartup })[1]!.speedup!;
    expect(gained(false)).toMatchObject({ value: expect.closeTo(4, 9), includesStartup: false });
    expect(gained(true)).toMatchObject({ value: expect.closeTo(2, 9), includesStartup: true });
  });

  it('compares with nothing when the baseline did not finish', () => {
    const runs = [run('serial', null, { status: 'failed', failure: { message: 'no' } }), run('threads', 500)];
    expect(baselineOf(runs, 'serial')).toBeNull();
    expect(baselineOf(runs, null)).toBe('threads');
    const [serial, threads] = compareModes(runs, machine, { baseline: 'serial', includeStartup: false });
    expect(serial).toMatchObject({ status: 'failed', failure: { message: 'no' }, timeMs: null });
    expect(threads!.speedup).toBeNull();
  });

  it('calls a mode failed as soon as one repeat failed', () => {
    const runs = [run('async', 10), run('async', null, { id: 'x', status: 'failed', failure: { message: 'why' } })];
    expect(compareModes(runs, machine, plain)[0]).toMatchObject({ status: 'failed', timeMs: 10 });
  });
});

describe('resultsEqual', () => {
  it('needs two finished runs, and compares only finished ones', () => {
    expect(resultsEqual([run('serial', 1)])).toBeNull();
    expect(resultsEqual([run('serial', 1), run('async', 1)])).toBe(true);
    const other = { outcome: outcome({ checksum: 'bad' }) };
    expect(resultsEqual([run('serial', 1), run('async', 1, other)])).toBe(false);
    expect(resultsEqual([run('serial', 1), run('async', 1, { ...other, status: 'stopped' })])).toBeNull();
  });
});
