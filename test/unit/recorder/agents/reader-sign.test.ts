import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { agentReaderFile } from '../../../../src/core/protocol/agent';
import { ReaderSign } from '../../../../src/recorder/agents/reader-sign';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sign-'))));
afterEach(() => rmSync(folder, { recursive: true }));
const told = (): bigint => readFileSync(join(folder, agentReaderFile)).readBigUInt64LE();

it('says when the recorder last polled, and at its end that nobody reads', () => {
  let now = 5n;
  const sign = new ReaderSign(folder, () => now);
  expect(told()).toBe(5n);
  now = 9_000_000_000n;
  expect(sign.renew()).toBe(true);
  now = 7_000_000_000_000n;
  expect(sign.renew()).toBe(false);
  expect(told()).toBe(now);
  sign.close();
  expect(told()).toBe(0n);
  sign.renew();
  sign.close();
  expect(told()).toBe(0n);
});

it('is left out where it can’t be made', () => {
  const sign = new ReaderSign(join(folder, 'nowhere'));
  expect(() => [sign.renew(), sign.close()]).not.toThrow();
});
