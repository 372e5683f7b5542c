import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planFuses, setFuses } from '../../../scripts/lib/fuses.mjs';

const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const wire = (states, version = 1) =>
  Buffer.concat([Buffer.from(`code${sentinel}`), Buffer.from([version, states.length]), Buffer.from(`${states}more`)]);

describe('fuses', () => {
  it('finds the byte of each fuse', () => {
    const start = 4 + sentinel.length + 2;
    expect(planFuses(wire('10101010'), { 3: true, 6: false })).toEqual([
      { offset: start + 3, byte: '1' },
      { offset: start + 6, byte: '0' },
    ]);
  });

  it('changes nothing else in the file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'juggler-fuses-'));
    const file = join(folder, 'electron');
    writeFileSync(file, wire('00000010'));
    await setFuses(file, { 3: true, 6: false });
    expect(readFileSync(file)).toEqual(wire('00010000'));
    rmSync(folder, { recursive: true });
  });

  it('refuses what it does not know', () => {
    expect(() => planFuses(Buffer.from('nothing'), {})).toThrow('exactly once');
    expect(() => planFuses(Buffer.concat([wire('0'), wire('0')]), {})).toThrow('exactly once');
    expect(() => planFuses(wire('00', 2), {})).toThrow('version 2');
    expect(() => planFuses(wire('00'), { 6: true })).toThrow('none with the index 6');
  });
});
