import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lagPoints } from '../../../../src/renderer/charts/lag-points';
import { indexed } from './indexed';

const pairs = (points: readonly { x: number; y: number }[]) => points.map(({ x, y }) => [x, y]);
const all = { start: 0, end: 100 };

describe('lagPoints', () => {
  it('draws a delay of v at t as a tooth from t - v to t', () => {
    expect(
      pairs(
        lagPoints(
          indexed([
            [50, 20],
            [90, 0],
          ]),
          all,
          100,
          100,
        ),
      ),
    ).toEqual([
      [30, 0],
      [50, 20],
      [50, 0],
      [50, 0],
      [90, 0],
    ]);
  });

  it('lets a delay that goes on through two windows be one tooth', () => {
    const points = pairs(
      lagPoints(
        indexed([
          [40, 20],
          [60, 40],
        ]),
        all,
        100,
        100,
      ),
    );
    expect(points).toEqual([
      [20, 0],
      [40, 20],
      [40, 0],
      [40, 20],
      [60, 40],
      [60, 0],
    ]);
  });

  it('shows the tooth whose end lies right of the viewport', () => {
    const points = lagPoints(indexed([[150, 120]]), { start: 0, end: 100 }, 200, 100);
    expect(points[0]).toEqual({ x: 30, y: 0 });
  });

  it('is nothing behind the end of the run, and nothing without samples', () => {
    expect(lagPoints(indexed([]), all, 100, 100)).toEqual([]);
    expect(lagPoints(indexed([[10, 5]]), { start: 60, end: 100 }, 50, 100)).toEqual([]);
  });

  it('loses no peak and needs few points, however many samples share a pixel', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 500, maxLength: 1500 }), (values) => {
        const samples = values.map((value, row) => [row * 10 + 10, value] as const);
        const end = values.length * 10 + 10;
        const points = lagPoints(indexed(samples), { start: 0, end }, end, 50);
        expect(points.length).toBeLessThanOrEqual(5 * 51 + 4);
        expect(Math.max(0, ...points.map(({ y }) => y))).toBe(Math.max(...values));
        for (let at = 1; at < points.length; at++) expect(points[at]!.x).toBeGreaterThanOrEqual(points[at - 1]!.x);
      }),
    );
  });
});
