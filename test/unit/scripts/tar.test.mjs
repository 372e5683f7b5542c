import { describe, expect, it } from 'vitest';
import { parseTarHeader, tarEntry } from '../../../scripts/lib/tar.mjs';

function header(name, size, prefix = '') {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write(size.toString(8).padStart(11, '0'), 124);
  block.write('ustar', 257);
  block.write(prefix, 345);
  return block;
}

function tar(...entries) {
  const blocks = entries.flatMap(([name, text]) => {
    const body = Buffer.from(text);
    return [header(name, body.length), body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

async function* inChunks(buffer, size) {
  for (let at = 0; at < buffer.length; at += size) yield buffer.subarray(at, at + size);
}

async function readEntry(buffer, chunkSize, suffix) {
  const parts = [];
  for await (const part of tarEntry(inChunks(buffer, chunkSize), suffix)) parts.push(part);
  return Buffer.concat(parts).toString();
}

const long = 'x'.repeat(5000);
const archive = tar(['package/README.md', 'read me'], ['package/big.zip', long], ['package/after.txt', 'after']);

describe('tarEntry', () => {
  it.each([1, 7, 511, 512, 513, 4096, 1 << 20])('finds the entry in chunks of %d bytes', async (size) => {
    expect(await readEntry(archive, size, '/big.zip')).toBe(long);
    expect(await readEntry(archive, size, '/after.txt')).toBe('after');
  });

  it('yields an empty entry', async () => {
    expect(await readEntry(tar(['a/empty', ''], ['a/b', 'b']), 100, '/empty')).toBe('');
  });

  it('says when the entry is not there', async () => {
    await expect(readEntry(archive, 512, '/other')).rejects.toThrow('/other is not in the tar stream');
  });

  it('says when the stream ends within the entry', async () => {
    await expect(readEntry(archive.subarray(0, 3000), 512, '/big.zip')).rejects.toThrow('ends within /big.zip');
  });
});

describe('parseTarHeader', () => {
  it('joins a long name from its prefix', () => {
    expect(parseTarHeader(header('file.zip', 8, 'some/folder'))).toEqual({ name: 'some/folder/file.zip', size: 8 });
  });
});
