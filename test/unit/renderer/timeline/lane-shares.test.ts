import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { SlicesIndex } from '../../../../src/core/trace/slices-index';
import type { SlicesColumns } from '../../../../src/core/trace/track';
import { laneShares } from '../../../../src/renderer/timeline/lane-shares';

/** One task behind the other, as a thread runs them; the share of some calls is not known. */
const lanes = fc
  .array(fc.tuple(fc.nat(4), fc.integer({ min: 1, max: 9 }), fc.nat(9), fc.constantFrom(0, 0.25, 1, Number.NaN)), {
    maxLength: 300,
  })
  .map((tasks): SlicesColumns => {
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
  });

it('adding up rows gives what the index gives, for every part', () => {
  fc.assert(
    fc.property(lanes, fc.nat(2000), fc.integer({ min: 10, max: 4000 }), (columns, a, length) => {
      const index = new SlicesIndex(columns);
      const b = a + length;
      const parts = 7;
      const rows = index.rowsWithin(a, b);
      const added = laneShares(columns, index, rows, a, b, parts);
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
