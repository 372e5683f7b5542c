import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/core/base/seeded-random';
import { drawFrom } from './draw';
import { fuzz } from './fuzz';

const rows = (seed: number) => {
  const draw = drawFrom(seededRandom(seed));
  return [draw.int(0, 1e6), draw.hostileString(), draw.hostileNumber(), draw.bytes(4).join()];
};

describe('random values of a fuzzer', () => {
  it('are the same for the same seed and differ for another', () => {
    expect(rows(7)).toEqual(rows(7));
    expect(rows(7)).not.toEqual(rows(8));
  });

  fuzz('stay within what was asked', { rounds: 200 }, (draw) => {
    const low = draw.int(-5, 5);
    const value = draw.int(low, low + 3);
    expect(value).toBeGreaterThanOrEqual(low);
    expect(value).toBeLessThanOrEqual(low + 3);
    expect(draw.bytes(3)).toHaveLength(3);
    expect([1, 2]).toContain(draw.pick([1, 2]));
  });
});
