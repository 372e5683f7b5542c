import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { watchReader } from '../../../src/agents/node/reader-sign';
import { createTeller } from '../../../src/agents/node/teller';
import { agentFrameKinds, agentReaderFile } from '../../../src/core/protocol/agent';
import { decodeFrames } from '../../../src/core/protocol/frames';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juggler-sign-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const second = 1e9;
const sign = (seconds: number): void =>
  writeFileSync(join(folder, agentReaderFile), BigUint64Array.of(BigInt(seconds * second)));

it('a reader is gone once its sign has been old for three looks, a second apart', () => {
  const reader = watchReader(folder, String(100 * second));
  sign(100);
  expect(reader.isOld(9 * second)).toBe(false);
  expect(reader.isOld(11 * second)).toBe(true);
  const looks = [9, 11, 11.5, 12, 12.5, 13, 13.5].map((at) => reader.isGone(at * second));
  expect(looks).toEqual([false, false, false, false, false, true, true]);
});

it('a reader that goes on after a while is not gone, and none is missed where there is no sign', () => {
  const reader = watchReader(folder, '0');
  expect([20, 21, 22, 23].some((at) => reader.isGone(at * second))).toBe(false);
  sign(1);
  expect([30, 31].some((at) => reader.isGone(at * second))).toBe(false);
  sign(32);
  expect([32, 33, 34].some((at) => reader.isGone(at * second))).toBe(false);
});

it('a thread that nobody reads says so with its last rows, and writes nothing more', () => {
  const written: Uint8Array[] = [];
  const file = { write: (frames: readonly Uint8Array[]) => written.push(...frames.map((frame) => frame.slice())) > 0 };
  let silent = false;
  const teller = createTeller(
    file,
    (now) => now >= 50,
    () => (silent = true),
  );
  teller.row(agentFrameKinds.mark, 1, 1, 0);
  teller.flush(20);
  expect([teller.tells, silent]).toEqual([true, false]);
  teller.row(agentFrameKinds.mark, 50, 50, 0);
  teller.flush(50);
  expect([teller.tells, silent]).toEqual([false, true]);
  const kinds = written.flatMap((frame) => decodeFrames(frame).frames.map(({ kind }) => kind));
  expect(kinds).toEqual([agentFrameKinds.mark, agentFrameKinds.strings, agentFrameKinds.mark, agentFrameKinds.notice]);
  const { length } = written;
  teller.row(agentFrameKinds.mark, 60, 60, 0);
  teller.flush(60);
  expect(written).toHaveLength(length);
});
