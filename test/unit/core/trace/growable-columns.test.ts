import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowableColumns } from '../../../../src/core/trace/growable-columns';
import type { CounterColumns } from '../../../../src/core/trace/track';

describe('GrowableColumns', () => {
  it('puts rows that arrive in any order, in any pieces, where a stable sort of all would put them', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(30), { maxLength: 20 }), { maxLength: 20 }), (pieces) => {
        const columns = new GrowableColumns('counter');
        let value = 0;
        for (const times of pieces) {
          columns.append({ time: Float64Array.from(times), value: Float64Array.from(times, () => value++) });
        }
        const all = pieces.flat().map((time, index) => ({ time, index }));
        const expected = all.toSorted((a, b) => a.time - b.time || a.index - b.index);
        const view = columns.view() as CounterColumns;
        expect([...view.time]).toEqual(expected.map(({ time }) => time));
        expect([...view.value]).toEqual(expected.map(({ index }) => index));
      }),
    );
  });
});
