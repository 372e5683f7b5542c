import { describe, expect, it } from 'vitest';
import { stripColumns, stripRows } from '../../../../src/renderer/views/home/strip-columns';

const sample = (atMs: number, ...cores: number[]) => ({ atMs, cores, periodMs: 50 });

describe('stripColumns', () => {
  it('gives each column the mean of the samples whose windows touch it, core by core', () => {
    const { shares, cores } = stripColumns([sample(150, 0.25, 1), sample(950, 0.75, 0)], 1000, 1000, 10);
    expect(cores).toBe(2);
    expect([...shares.subarray(0, 10)]).toEqual([NaN, 0.25, NaN, NaN, NaN, NaN, NaN, NaN, NaN, 0.75]);
    expect([...shares.subarray(10)]).toEqual([NaN, 1, NaN, NaN, NaN, NaN, NaN, NaN, NaN, 0]);
  });

  it('has no gaps between samples that follow one another, however narrow the columns', () => {
    const samples = Array.from({ length: 21 }, (_, index) => sample(index * 50, 0.5));
    const { shares } = stripColumns(samples, 1000, 1000, 333);
    expect(shares.every((share) => share === 0.5)).toBe(true);
  });
});

describe('stripRows', () => {
  it('fits 128 cores into 256 pixels and does not blow up two', () => {
    expect(stripRows(128, 256)).toEqual({ row: 2, gap: 0 });
    expect(stripRows(2, 256)).toEqual({ row: 24, gap: 2 });
  });
});
