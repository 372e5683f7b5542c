import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepPoints } from '../../../../src/renderer/charts/step-points';
import { inFlightOf } from './in-flight-of';

const pairs = (points: readonly { x: number; y: number }[]) => points.map(({ x, y }) => [x, y]);

describe('stepPoints', () => {
  it('goes up and down in steps, and holds the last value up to the end', () => {
    const counter = inFlightOf([
      [20, 1],
      [40, 3],
      [80, 0],
    ]);
    expect(pairs(stepPoints(counter, { start: 0, end: 100 }, 90, 100))).toEqual([
      [0, 0],
      [20, 0],
      [20, 1],
      [40, 1],
      [40, 3],
      [80, 3],
      [80, 0],
      [90, 0],
    ]);
  });

  it('begins with the value that holds where the viewport begins', () => {
    const counter = inFlightOf([
      [20, 5],
      [70, 1],
    ]);
    expect(stepPoints(counter, { start: 50, end: 60 }, 100, 100)).toEqual([
      { x: 50, y: 5 },
      { x: 60, y: 5 },
    ]);
  });

  it('draws no valley for the instant between two tasks, and one for a gap that can be seen', () => {
    const counter = inFlightOf([
      [10, 1],
      [20, 0],
      [20.01, 1],
      [60, 0],
      [70, 1],
    ]);
    const points = pairs(stepPoints(counter, { start: 0, end: 100 }, 100, 100));
    expect(points.filter(([, y]) => y === 0).map(([x]) => x)).toEqual([0, 10, 60, 70]);
  });

  it('loses no peak and needs few points, however many steps share a pixel', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(64), { minLength: 200, maxLength: 2000 }), (values) => {
        const counter = inFlightOf(values.map((value, row) => [row + 1, value] as const));
        const end = values.length + 1;
        const points = stepPoints(counter, { start: 0, end }, end, 40);
        expect(points.length).toBeLessThanOrEqual(2 * 40 + 2);
        expect(Math.max(...points.map(({ y }) => y))).toBe(Math.max(...values));
      }),
    );
  });
});
