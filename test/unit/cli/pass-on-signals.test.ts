import { expect, it } from 'vitest';
import { insists } from '../../../src/cli/engine/pass-on-signals';

it('the third of a signal within ten seconds is for Juggler, not for the program alone', () => {
  let now = 0;
  const isInsisting = insists(() => now);
  const at = (ms: number, signal: string) => {
    now = ms;
    return isInsisting(signal);
  };
  expect([at(0, 'SIGINT'), at(1, 'SIGTERM'), at(4000, 'SIGINT'), at(11_000, 'SIGINT')]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect(at(12_000, 'SIGINT')).toBe(true);
});
