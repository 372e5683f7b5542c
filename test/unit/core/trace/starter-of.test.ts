import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operationFrom, starterOf } from '../../../../src/core/trace/starter-of';
import type { FlowsColumns, SlicesColumns } from '../../../../src/core/trace/track';

const operations = (start: readonly number[]) => ({ start: Float64Array.from(start) }) as unknown as SlicesColumns;
const flows = (pairs: readonly (readonly [from: number, to: number])[]) => {
  const sorted = pairs.toSorted(([a], [b]) => a - b);
  return {
    fromTime: Float64Array.from(sorted, ([from]) => from),
    toTime: Float64Array.from(sorted, ([, to]) => to),
  } as unknown as FlowsColumns;
};

describe('starterOf', () => {
  it('is the operation that a flow to this one comes from', () => {
    const tree = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 2 }).chain((times) => {
      const start = times.toSorted((a, b) => a - b);
      const parents = start.slice(1).map((_, index) => fc.nat(index));
      return fc.record({ start: fc.constant(start), parents: fc.tuple(...parents) });
    });
    fc.assert(
      fc.property(tree, ({ start, parents }) => {
        const made = flows(parents.map((parent, index) => [start[parent]!, start[index + 1]!]));
        for (const [index, parent] of parents.entries()) {
          expect(starterOf(operations(start), made, start[index + 1]!)).toBe(parent);
        }
        expect(starterOf(operations(start), made, start[0]!)).toBe(-1);
      }),
    );
  });

  it('is not known of one whose starter goes on, or that nothing is told of', () => {
    expect(starterOf(operations([20, 30]), flows([[10, 20]]), 20)).toBe(-1);
    expect(starterOf(operations([20, 30]), flows([[10, 20]]), 30)).toBe(-1);
    expect(operationFrom(operations([20, 30]), 25)).toBe(-1);
  });
});
