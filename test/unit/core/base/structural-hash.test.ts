import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex64 } from '../../../../src/core/base/hash64';
import { ResultChecksum } from '../../../../src/core/base/result-checksum';
import { structuralHash } from '../../../../src/core/base/structural-hash';

const hash = (value: unknown): string => hex64(structuralHash(value));

const values = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withSparseArray: true,
  withUnicodeString: true,
});

describe('structuralHash', () => {
  it('is the same for a value and its structured clone', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(hash(value)).toBe(hash(structuredClone(value)));
      }),
    );
  });

  it('differs where the values differ', () => {
    const different: readonly unknown[] = [
      undefined,
      null,
      false,
      true,
      0,
      -0,
      1,
      NaN,
      Infinity,
      '',
      'a',
      'b',
      '0',
      0n,
      1n,
      [],
      [0],
      [undefined],
      Array(1),
      [[]],
      {},
      { a: 1 },
      { a: 2 },
      { b: 1 },
      { a: undefined },
      new Map(),
      new Map([[1, 2]]),
      new Map([[2, 1]]),
      new Set(),
      new Set([1]),
      new Date(0),
      new Date(1),
      /a/,
      /a/g,
      new Error('a'),
      new TypeError('a'),
      new Error('b'),
      new Uint8Array(1),
      new Int8Array(1),
      new Uint8Array(2),
      new ArrayBuffer(1),
      Object(1),
      Object('a'),
    ];
    expect(new Set(different.map(hash)).size).toBe(different.length);
  });

  it('spreads: of 200,000 numbers, strings and pairs no two share a hash', () => {
    const seen = new Set<string>();
    for (let index = 0; index < 100_000; index++) {
      seen.add(hash(index));
      seen.add(hash({ x: index, y: -index }));
    }
    expect(seen.size).toBe(200_000);
  });

  it('doesn’t see the order of keys, entries and members, nor classes, nor stacks', () => {
    class Point {
      y = 2;
      x = 1;
    }
    expect(hash({ x: 1, y: 2 })).toBe(hash(new Point()));
    expect(hash(new Set([1, 'a', 2]))).toBe(hash(new Set([2, 1, 'a'])));
    expect(
      hash(
        new Map([
          [1, 2],
          [3, 4],
        ]),
      ),
    ).toBe(
      hash(
        new Map([
          [3, 4],
          [1, 2],
        ]),
      ),
    );
    const [first, second] = [new Error('x'), new Error('x')];
    expect(hash(first)).toBe(hash(second));
    expect(hash(Buffer.from('abc'))).toBe(hash(new Uint8Array([97, 98, 99])));
  });

  it('follows cycles, and shared parts once', () => {
    const cycle: { name: string; self?: unknown } = { name: 'a' };
    cycle.self = cycle;
    expect(hash(cycle)).toBe(hash(structuredClone(cycle)));
    expect(hash(cycle)).not.toBe(hash({ name: 'a', self: null }));
    let doubled: unknown = 1;
    for (let level = 0; level < 60; level++) doubled = [doubled, doubled];
    expect(hash(doubled)).toBe(hash(structuredClone(doubled)));
  });

  it.each([
    ['a function', () => 1],
    ['a symbol', Symbol('a')],
    ['a Promise', Promise.resolve(1)],
    ['a WeakMap', new WeakMap()],
    ['a function', { deep: [() => 1] }],
  ])('refuses %s', (what, value) => {
    expect(() => hash(value)).toThrow(`returned ${what}, which can't be sent between threads or processes`);
  });

  it('refuses what is nested too deeply', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(() => hash(deep)).toThrow('nested too deeply');
  });
});

describe('ResultChecksum', () => {
  const results = fc.array(fc.integer(), { minLength: 2, maxLength: 40 });

  it('doesn’t see the order, nor how results are divided among workers', () => {
    fc.assert(
      fc.property(results, fc.nat(), (values, cut) => {
        const whole = checksum([...values.entries()]);
        const at = cut % values.length;
        const [first, second] = [new ResultChecksum(), new ResultChecksum()];
        const reversed = [...values.entries()].toReversed();
        for (const [index, value] of reversed.slice(0, at)) first.add(index, structuralHash(value));
        for (const [index, value] of reversed.slice(at)) second.add(index, structuralHash(value));
        first.merge(second.sum);
        expect(String(first)).toBe(whole);
      }),
    );
  });

  it('sees two results that changed places', () => {
    expect(
      checksum([
        [0, 'a'],
        [1, 'b'],
      ]),
    ).not.toBe(
      checksum([
        [0, 'b'],
        [1, 'a'],
      ]),
    );
  });
});

function checksum(results: readonly (readonly [number, unknown])[]): string {
  const sum = new ResultChecksum();
  for (const [index, value] of results) sum.add(index, structuralHash(value));
  return String(sum);
}
