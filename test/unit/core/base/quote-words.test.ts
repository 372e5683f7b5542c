import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { quoted } from '../../../../src/core/base/quote-words';

it('is what a shell takes apart into the same words', () => {
  const words = fc.array(
    fc.string().map((text) => text.replaceAll(/[\0\n\r]/g, '')),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(words, (given) => {
      const script = `for word in ${quoted(given)}; do printf '%s\\n' "$word"; done`;
      expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(
        given.map((word) => `${word}\n`).join(''),
      );
    }),
    { numRuns: 30 },
  );
});

it('leaves plain words as they are', () => {
  expect(quoted(['node', '--max-old-space-size=100', 'a b.js', "it's"])).toBe(
    "node --max-old-space-size=100 'a b.js' 'it'\\''s'",
  );
});
