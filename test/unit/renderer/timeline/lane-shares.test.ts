import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlicesIndex } from '../../../../src/core/trace/slices-index';
import type { SlicesColumns } from '../../../../src/core/trace/track';
import { sharesOfRows } from '../../../../src/renderer/timeline/lane-shares';
import { LaneSums } from '../../../../src/renderer/timeline/lane-sums';

type Task = readonly [gap: number, call: number, wait: number, head: number];

/** One task behind the other, as a thread runs them. */
function laneOf(tasks: readonly Task[]): SlicesColumns {
  let at = 0;
  const rows = tasks.map(([gap, call, wait, head]) => {
    const start = at + gap;
    const runEnd = start + call;
    at = runEnd + wait;
    return { start, runEnd, end: at, head };
  });
  return {
    start: Float64Array.from(rows, (row) => row.start),
    end: Float64Array.from(rows, (row) => row.end),
    runEnd: Float64Array.from(rows, (row) => row.runEnd),
    id: Uint32Array.from(rows, (_, id) => id),
    slot: new Uint16Array(rows.length),
    head: Float32Array.from(rows, (row) => row.head),
    tail: new Float32Array(rows.length).fill(0.5),
    flags: new Uint8Array(rows.length),
  };
}

/** The share of some calls is not known. */
const lanes = fc
  .array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 9 }), fc.nat(9), fc.constantFrom(0, 0.25, 1, Number.NaN)), {
    maxLength: 300,
  })
  .map(laneOf);

describe('sharesOfRows', () => {
  it('gives what the exact index gives, for every part', () => {
    fc.assert(
      fc.property(lanes, fc.nat(2000), fc.integer({ min: 10, max: 4000 }), (columns, a, length) => {
        const index = new SlicesIndex(columns);
        const b = a + length;
        const parts = 7;
        const added = sharesOfRows(columns, index.rowsWithin(a, b), a, b, parts);
        for (let part = 0; part < parts; part++) {
          const from = a + (length * part) / parts;
          const share = index.share(from, from + length / parts);
          expect(added.covered[part]).toBeCloseTo(share.covered, 6);
          expect(added.running[part]).toBeCloseTo(share.running, 6);
          expect(added.measured[part]).toBeCloseTo(share.measured, 6);
        }
      }),
    );
  });
});

/** Uneven tasks, busy in the first half of time and half idle in the second. */
const task = (row: number): Task => [row < 30_000 ? 0 : 5, 1 + (row % 9), 0, (row % 5) / 4];

describe('LaneSums', () => {
  const columns = laneOf(Array.from({ length: 60_000 }, (_, row) => task(row)));
  const end = columns.end.at(-1)!;

  it('gives for wide parts what the exact index gives, but for the ends of its bins', () => {
    const index = new SlicesIndex(columns);
    const sums = new LaneSums(columns, index);
    for (const [a, b] of [
      [0, end],
      [end * 0.3, end * 0.7],
      [end * 0.49, end * 1.2],
    ] as const) {
      const parts = 100;
      const shares = sums.shares(a, b, parts);
      for (let part = 0; part < parts; part++) {
        const from = a + ((b - a) * part) / parts;
        const exact = index.share(from, from + (b - a) / parts);
        // A part holds 24 bins or more, and only the two at its ends are interpolated.
        expect(Math.abs(shares.covered[part]! - exact.covered)).toBeLessThan(0.04);
        expect(Math.abs(shares.running[part]! - exact.running)).toBeLessThan(0.04);
      }
    }
  });

  it('takes in what has come since it was summed', () => {
    const first = laneOf(Array.from({ length: 50_000 }, (_, row) => task(row)));
    const sums = new LaneSums(first, new SlicesIndex(first));
    sums.shares(0, end, 100);
    const index = new SlicesIndex(columns);
    sums.update(columns, index, false);
    const shares = sums.shares(0, end, 100);
    for (let part = 0; part < 100; part++) {
      const exact = index.share((end * part) / 100, (end * (part + 1)) / 100);
      expect(Math.abs(shares.covered[part]! - exact.covered)).toBeLessThan(0.04);
    }
  });
});
