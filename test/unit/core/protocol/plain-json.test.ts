import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainJson } from '../../../../src/core/protocol/plain-json';

it('is the JSON of whatever plain data', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(plainJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(plainJson({ given: 1, missing: undefined, not: Number.NaN })).toBe('{"given":1,"not":null}');
});

it('calls nothing that a program put on its prototypes or in place of JSON.stringify', () => {
  expect(polluted(() => plainJson(['a', { name: 'b', list: [1] }]))).toBe('["a",{"name":"b","list":[1]}]');
  expect(polluted(() => JSON.stringify('a'))).toBe('replaced');
});

const toJSON = (): string => 'replaced';

/** The result of `work` while prototypes and JSON are not what they were; the test runner needs them as they were. */
function polluted(work: () => string): string {
  const { stringify } = JSON;
  const prototypes = [Object.prototype, Array.prototype, String.prototype];
  for (const prototype of prototypes) {
    Object.defineProperty(prototype, 'toJSON', { value: toJSON, configurable: true, enumerable: true });
  }
  JSON.stringify = toJSON;
  try {
    return work();
  } finally {
    JSON.stringify = stringify;
    for (const prototype of prototypes) Reflect.deleteProperty(prototype, 'toJSON');
  }
}
