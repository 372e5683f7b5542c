import { describe, expect, it } from 'vitest';
import { lagPercentiles, lagWindows, type LagWindow } from '../../../../src/core/analysis/lag-percentiles';

const idle = (length: number): LagWindow => ({ length, lag: 0.4, utilisation: 0.001 });
const blocked = (length: number): LagWindow => ({ length, lag: length - 5, utilisation: 1 });

/** Delay of what is due at each of many moments, where blocks and free time are known. */
function truth(stretches: readonly (readonly [length: number, isBlocked: boolean])[], share: number): number {
  const lates = stretches.flatMap(([length, isBlocked]) =>
    Array.from({ length: length * 10 }, (_, at) => (isBlocked ? length - at / 10 : 0)),
  );
  return lates.toSorted((a, b) => a - b)[Math.ceil(share * lates.length) - 1]!;
}

describe('percentiles of the lag', () => {
  it('are over time: a loop that is blocked for most of it is late at half of all moments', () => {
    const windows = Array.from({ length: 8 }, () => [
      blocked(360),
      ...Array.from({ length: 4 }, () => idle(60)),
    ]).flat();
    const { p50, p99, max } = lagPercentiles(windows);
    const stretches = [
      [360, true],
      [240, false],
    ] as const;
    expect(truth(stretches, 0.5)).toBeCloseTo(60, 0);
    expect(Math.abs(p50 - truth(stretches, 0.5))).toBeLessThan(3);
    expect(Math.abs(p99 - truth(stretches, 0.99))).toBeLessThan(6);
    expect(max).toBe(355);
  });

  it('weigh a window by its length, however many others there are', () => {
    const windows = [blocked(1000), ...Array.from({ length: 100 }, () => idle(4))];
    expect(lagPercentiles(windows).p50).toBeCloseTo(
      truth(
        [
          [1000, true],
          [400, false],
        ],
        0.5,
      ),
      -1,
    );
  });

  it('are those of a loop that works all the time in pieces', () => {
    const { p50, p99 } = lagPercentiles(Array.from({ length: 20 }, () => ({ length: 60, lag: 30, utilisation: 1 })));
    expect(p50).toBeCloseTo(15, 1);
    expect(p99).toBeCloseTo(29.7, 1);
  });

  it('are 0 where it waited, and count the delay alone where nobody knows how long it worked', () => {
    expect(lagPercentiles([idle(50), idle(50)]).p50).toBe(0);
    const unknown = { length: 100, lag: 40, utilisation: Number.NaN };
    expect(lagPercentiles([unknown])).toMatchObject({ p50: 0, max: 40 });
    expect(lagPercentiles([unknown]).p99).toBeCloseTo(39, 3);
    expect(lagPercentiles([]).p50).toBeNaN();
  });

  it('are of windows cut to a range, each with the utilisation of its own time', () => {
    const lag = { time: Float64Array.of(100, 200, 300), value: Float64Array.of(1, 50, 2) };
    const busy = { time: Float64Array.of(100, 300), value: Float64Array.of(0.1, 0.3) };
    expect(lagWindows(lag, busy, { start: 150, end: 260 })).toEqual([
      { length: 50, lag: 50, utilisation: Number.NaN },
      { length: 60, lag: 2, utilisation: 0.3 },
    ]);
    expect(lagWindows(lag, null, { start: 0, end: 60 })).toEqual([{ length: 60, lag: 1, utilisation: Number.NaN }]);
  });
});
