import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortedOrder } from '../../../../src/core/base/sorted-order';

describe('sortedOrder', () => {
  it('is what a stable sort gives, and null where nothing is to be done', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 300 }), (values) => {
        const times = Float64Array.from(values);
        const expected = values.map((_, row) => row).toSorted((a, b) => values[a]! - values[b]! || a - b);
        const isSorted = expected.every((row, place) => row === place);
        expect(sortedOrder(times)).toEqual(isSorted ? null : Uint32Array.from(expected));
      }),
    );
  });
});
