import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { download } from '../../../scripts/lib/download.mjs';

const content = Buffer.from('0123456789'.repeat(1000));
const expected = {
  size: content.length,
  algorithm: 'sha256',
  encoding: 'hex',
  digest: createHash('sha256').update(content).digest('hex'),
};

let folder;
let file;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juggler-download-'));
  file = join(folder, 'cache', 'file.zip');
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

/** A server as the fetch function sees it. `breakAfter` bytes each answer ends with an error. */
function server({ body = content, ranges = true, breakAfter = Infinity } = {}) {
  const asked = [];
  const fetch = async (_url, { headers }) => {
    asked.push(headers.range);
    const wanted = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0);
    const start = ranges ? wanted : 0;
    if (start > body.length) return new Response(null, { status: 416 });
    const rest = body.subarray(start);
    const pieces = [rest.subarray(0, breakAfter)];
    const stream = new ReadableStream({
      // Asked again only once the piece before was taken.
      pull(controller) {
        const piece = pieces.shift();
        if (piece !== undefined) controller.enqueue(piece);
        else if (rest.length > breakAfter) controller.error(new Error('connection reset'));
        else controller.close();
      },
    });
    return new Response(stream, { status: start > 0 ? 206 : 200, headers: { 'content-length': String(rest.length) } });
  };
  return { asked, fetch };
}

const get = (fetch, more = {}) =>
  download({ url: 'http://test/file', file, expected, label: 'file', fetch, pauseMs: 1, ...more });

describe('download', () => {
  it('writes the checked file, and nothing beside it', async () => {
    await get(server().fetch);
    expect(readFileSync(file)).toEqual(content);
    expect(existsSync(`${file}.partial`)).toBe(false);
  });

  it('goes on where the connection broke', async () => {
    const { asked, fetch } = server({ breakAfter: 4000 });
    await get(fetch);
    expect(readFileSync(file)).toEqual(content);
    expect(asked).toEqual([undefined, 'bytes=4000-', 'bytes=8000-']);
  });

  it('gives up after some attempts, and keeps what it has for the next call', async () => {
    await expect(get(server({ breakAfter: 1000 }).fetch)).rejects.toThrow('could not be downloaded');
    expect(readFileSync(`${file}.partial`)).toEqual(content.subarray(0, 4000));
    const { asked, fetch } = server();
    await get(fetch);
    expect(asked).toEqual(['bytes=4000-']);
    expect(readFileSync(file)).toEqual(content);
  });

  it('begins anew where the server has no ranges', async () => {
    await expect(get(server({ breakAfter: 1000 }).fetch)).rejects.toThrow('could not be downloaded');
    await get(server({ ranges: false }).fetch);
    expect(readFileSync(file)).toEqual(content);
  });

  it('begins anew when the earlier part was damaged', async () => {
    await expect(get(server({ breakAfter: 1000 }).fetch)).rejects.toThrow('could not be downloaded');
    writeFileSync(`${file}.partial`, 'damaged');
    const { asked, fetch } = server();
    await get(fetch);
    expect(asked).toEqual(['bytes=7-', undefined]);
    expect(readFileSync(file)).toEqual(content);
  });

  it('begins anew when the earlier part is longer than the file', async () => {
    await expect(get(server({ breakAfter: 1000 }).fetch)).rejects.toThrow('could not be downloaded');
    writeFileSync(`${file}.partial`, Buffer.alloc(content.length + 1));
    await get(server().fetch);
    expect(readFileSync(file)).toEqual(content);
  });

  it('refuses a wrong file and keeps nothing of it', async () => {
    const wrong = Buffer.from(content);
    wrong[5000] ^= 1;
    await expect(get(server({ body: wrong }).fetch)).rejects.toThrow(/is not the file it should be: its sha256 is/);
    expect(existsSync(file)).toBe(false);
    expect(existsSync(`${file}.partial`)).toBe(false);
  });

  it('does not ask again when the server refuses', async () => {
    const fetch = vi.fn(async () => new Response(null, { status: 404, statusText: 'Not Found' }));
    const error = await get(fetch).catch((thrown) => thrown);
    expect(error.cause.message).toBe('the server answered 404 Not Found');
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});
