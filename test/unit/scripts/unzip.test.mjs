import { createWriteStream, mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { unzip } from '../../../scripts/lib/unzip.mjs';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juggler-unzip-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function zipOf(entries) {
  const zip = new ZipFile();
  for (const [name, text, mode = 0o100644] of entries) zip.addBuffer(Buffer.from(text), name, { mode });
  zip.end();
  const file = join(folder, 'test.zip');
  await pipeline(zip.outputStream, createWriteStream(file));
  return file;
}

describe('unzip', () => {
  it('writes files with their folders, links, and whether they can be run', async () => {
    const zip = await zipOf([
      ['app/run', '#!', 0o100755],
      ['app/data.txt', 'data'],
      ['app/current', 'data.txt', 0o120777],
    ]);
    const out = join(folder, 'out');
    await unzip(zip, out);
    expect(readFileSync(join(out, 'app/data.txt'), 'utf8')).toBe('data');
    expect(readlinkSync(join(out, 'app/current'))).toBe('data.txt');
    expect(statSync(join(out, 'app/run')).mode & 0o111).not.toBe(0);
    expect(statSync(join(out, 'app/data.txt')).mode & 0o111).toBe(0);
  });

  it('renames entries and leaves out those without a name', async () => {
    const zip = await zipOf([
      ['a.txt', 'a'],
      ['b.txt', 'b'],
    ]);
    await unzip(zip, join(folder, 'out'), (name) => (name === 'a.txt' ? 'sub/renamed.txt' : undefined));
    expect(readFileSync(join(folder, 'out/sub/renamed.txt'), 'utf8')).toBe('a');
    expect(statSync(join(folder, 'out/b.txt'), { throwIfNoEntry: false })).toBeUndefined();
  });

  it.each(['../../outside', '/etc/passwd'])('refuses a link to %s', async (target) => {
    const zip = await zipOf([['link', target, 0o120777]]);
    await expect(unzip(zip, join(folder, 'out'))).rejects.toThrow('outside of');
  });

  it('refuses a name that leads out of the folder', async () => {
    const zip = await zipOf([['a.txt', 'a']]);
    await expect(unzip(zip, join(folder, 'out'), () => '../escaped.txt')).rejects.toThrow('outside of');
  });

  it('fails on a file that is no zip', async () => {
    const file = join(folder, 'no.zip');
    writeFileSync(file, 'not a zip');
    await expect(unzip(file, join(folder, 'out'))).rejects.toThrow('central directory');
  });
});
