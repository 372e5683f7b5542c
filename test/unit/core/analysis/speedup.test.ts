import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { efficiency, speedup } from '../../../../src/core/analysis/speedup';
import { studentT95 } from '../../../../src/core/analysis/student-t';

describe('studentT95', () => {
  // Table of the quantiles, e.g. NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [8, 2.306],
    [10, 2.228],
    [30, 2.042],
    [100, 1.984],
  ])('of %d degrees of freedom is %d', (df, quantile) => {
    expect(studentT95(df)).toBeCloseTo(quantile, 3);
  });

  it('cuts off 2.5 % of the density, for degrees of freedom between whole numbers too', () => {
    for (const df of [1, 1.1, 1.25, 1.5, 1.75, 1.9, 2, 2.1, 2.5, 3.7, 6.1, 11.4]) {
      expect(Math.abs(tailArea(studentT95(df), df) - 0.025), `${df} degrees of freedom`).toBeLessThan(0.0002);
    }
  });
});

/**
 * Area under the density of Student's t above `t`. With t = √df · cot φ it is the integral of sin(φ)^(df-1) up to φ(t), and
 * with φ = v² the integrand is smooth enough for the midpoint rule.
 */
function tailArea(t: number, df: number): number {
  const integral = (to: number): number => {
    const parts = 20_000;
    const step = Math.sqrt(to) / parts;
    let sum = 0;
    for (let part = 0; part < parts; part++) {
      const v = (part + 0.5) * step;
      sum += Math.sin(v * v) ** (df - 1) * 2 * v * step;
    }
    return sum;
  };
  return integral(Math.atan(Math.sqrt(df) / t)) / (2 * integral(Math.PI / 2));
}

describe('speedup', () => {
  it('is the ratio of the geometric means, without an interval for single repeats', () => {
    const single = speedup([2000], [500], false)!;
    expect(single).toMatchObject({ low: null, high: null, includesStartup: false });
    expect(single.value).toBeCloseTo(4, 9);
    expect(speedup([2000, 2000], [500], true)).toMatchObject({ low: null, high: null, includesStartup: true });
    expect(speedup([], [500], false)).toBeNull();
    expect(speedup([500], [], false)).toBeNull();
  });

  it('has the interval of Welch’s test on the logarithms', () => {
    // R: t.test(log(c(2000, 2100, 1950)), log(c(500, 540, 520))); exp(conf.int)
    const baseline = [2000, 2100, 1950];
    const times = [500, 540, 520];
    const result = speedup(baseline, times, false)!;
    const [a, b] = [variance(baseline), variance(times)];
    const half = studentT95((a + b) ** 2 / (a ** 2 / 2 + b ** 2 / 2)) * Math.sqrt(a + b);
    expect(result.value).toBeCloseTo(Math.cbrt(2000 * 2100 * 1950) / Math.cbrt(500 * 540 * 520), 10);
    expect(Math.log(result.high! / result.value)).toBeCloseTo(half, 10);
    expect(Math.log(result.value / result.low!)).toBeCloseTo(half, 10);
  });

  it('covers the true ratio in about 95 of 100 experiments', () => {
    const random = mulberry(7);
    let covered = 0;
    const experiments = 4000;
    for (let experiment = 0; experiment < experiments; experiment++) {
      const draw = (mean: number): number[] => Array.from({ length: 5 }, () => mean * Math.exp(0.05 * normal(random)));
      const { low, high } = speedup(draw(2000), draw(500), false)!;
      if (low! <= 4 && high! >= 4) covered++;
    }
    expect(covered / experiments).toBeGreaterThan(0.935);
    expect(covered / experiments).toBeLessThan(0.965);
  });

  it('is reciprocal and holds its value', () => {
    const times = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(times, times, (one, other) => {
        const there = speedup(one, other, false)!;
        const back = speedup(other, one, false)!;
        expect(there.value * back.value).toBeCloseTo(1, 9);
        expect(there.low!).toBeLessThanOrEqual(there.value);
        expect(there.high!).toBeGreaterThanOrEqual(there.value);
      }),
    );
  });
});

describe('efficiency', () => {
  it('is against the workers, and against what the cores can do for them', () => {
    expect(efficiency(3, 8, 4)).toEqual({ ofWorkers: 0.375, ofCores: 0.75 });
    expect(efficiency(1.9, 2, 4)).toEqual({ ofWorkers: 0.95, ofCores: 0.95 });
  });
});

/** Squared standard error of the mean logarithm. */
function variance(values: readonly number[]): number {
  const logs = values.map(Math.log);
  const mean = logs.reduce((a, b) => a + b) / logs.length;
  return logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1) / logs.length;
}

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
