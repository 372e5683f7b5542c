import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { niceStep, ticksOf } from '../../../../src/renderer/timeline/ticks';

const labels = (start: number, end: number, most: number): string[] =>
  ticksOf({ start, end }, most).map(({ label }) => label.replaceAll('\u202f', ' '));

describe('ticksOf', () => {
  it('writes seconds with the decimals that the step needs', () => {
    expect(labels(0, 2.1e9, 10)).toEqual(['0', '0.5 s', '1.0 s', '1.5 s', '2.0 s']);
    expect(labels(0, 2.1e9, 12)).toEqual([
      '0',
      '0.2 s',
      '0.4 s',
      '0.6 s',
      '0.8 s',
      '1.0 s',
      '1.2 s',
      '1.4 s',
      '1.6 s',
      '1.8 s',
      '2.0 s',
    ]);
  });

  it('writes milliseconds and microseconds where seconds would be all zeros', () => {
    expect(labels(0, 40e6, 4)).toEqual(['0', '10 ms', '20 ms', '30 ms', '40 ms']);
    expect(labels(0, 40e3, 4)).toEqual(['0', '10 µs', '20 µs', '30 µs', '40 µs']);
    expect(labels(1_000_000, 1_000_040, 2)).toEqual(['1000.00 µs', '1000.02 µs', '1000.04 µs']);
  });

  it('has never more than asked for, always a 1-2-5 step apart and inside the viewport', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e11, noNaN: true }),
        fc.double({ min: 1e3, max: 1e11, noNaN: true }),
        fc.integer({ min: 1, max: 30 }),
        (start, length, most) => {
          const ticks = ticksOf({ start, end: start + length }, most);
          expect(ticks.length).toBeLessThanOrEqual(most + 1);
          const step = niceStep(length / most);
          expect(['1', '2', '5']).toContain(step.toExponential()[0]);
          for (const { time } of ticks) {
            expect(time).toBeGreaterThanOrEqual(start - step * 1e-6);
            expect(time).toBeLessThanOrEqual(start + length);
          }
          expect(new Set(ticks.map(({ label }) => label)).size).toBe(ticks.length);
        },
      ),
    );
  });
});
