import { expect, it } from 'vitest';
import { compareModes } from '../../../../src/core/analysis/compare-modes';
import { wallBars } from '../../../../src/renderer/charts/wall-bars';
import { repeats, run } from '../../../manifests';

const bars = (runs: Parameters<typeof compareModes>[0]) =>
  wallBars(compareModes(runs, { logicalCores: 4 }, { baseline: null, includeStartup: false })).map((bar) => ({
    ...bar,
    label: bar.label.replaceAll('\u202f', ' '),
  }));

it('says times, what they gained, and which is best', () => {
  expect(bars([run('serial', 2040), run('threads', 580)])).toEqual([
    { mode: 'serial', timeMs: 2040, interval: null, label: '2.04 s · baseline', isBest: false },
    { mode: 'threads', timeMs: 580, interval: null, label: '580 ms · 3.52×', isBest: true },
  ]);
});

it('stands a whisker around the end of the bar once repeats give an interval', () => {
  const [, threads] = bars([...repeats('serial', [2000, 2020, 1990]), ...repeats('threads', [500, 520, 510])]);
  const [low, high] = threads!.interval!;
  expect(low).toBeLessThan(510);
  expect(high).toBeGreaterThan(510);
  expect(high - low).toBeLessThan(100);
});

it('has no time for a mode that failed, and no best among one', () => {
  const failed = run('async', null, { status: 'failed', failure: { message: 'no' } });
  expect(bars([run('serial', 1000), failed])).toMatchObject([
    { mode: 'serial', isBest: false },
    { mode: 'async', timeMs: null, label: 'failed' },
  ]);
});
