import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, describeCause } from './failure.mjs';
import { describeMismatch } from './integrity.mjs';
import { createProgressLine, formatBytes } from './progress.mjs';
import { say } from './say.mjs';

const attempts = 4;
const stallMs = 30_000;

/**
 * Downloads `url` to `file` and checks it against `expected` ({ size?, algorithm, encoding, digest }).
 * What arrives goes to FILE.partial and gets its name only when it is complete and right, so an interrupted
 * download is resumed by the next call and `file` is never half a file.
 */
export async function download({ url, file, expected, label, fetch = globalThis.fetch, pauseMs = 1000 }) {
  const partial = `${file}.partial`;
  await mkdir(dirname(file), { recursive: true });

  const resumed = (await sizeOf(partial)) > 0;
  await fetchPatiently(partial, { url, expected, label, fetch, pauseMs });
  let mismatch = await describeMismatch(partial, expected);
  if (mismatch && resumed) {
    say('  the earlier part of the download was damaged; beginning anew');
    await rm(partial);
    await fetchPatiently(partial, { url, expected, label, fetch, pauseMs });
    mismatch = await describeMismatch(partial, expected);
  }
  if (mismatch) {
    await rm(partial, { force: true });
    throw new Failure(
      `${label} from ${url} is not the file it should be: ${mismatch}`,
      'run the same command again; if it stays like this, the server or mirror has a wrong file',
    );
  }
  await rename(partial, file);
}

/** Tries again when the connection breaks, each time from where it stopped. */
async function fetchPatiently(partial, { pauseMs, ...source }) {
  for (let attempt = 1; ; attempt++) {
    try {
      await fetchInto(partial, source);
      return;
    } catch (error) {
      if (error.syscall && error.path) throw error;
      if (error.permanent || attempt === attempts) {
        throw new Failure(
          `${source.label} could not be downloaded from ${source.url}`,
          'check the network and run the same command again: it goes on where it stopped',
          { cause: error },
        );
      }
      say(`  the connection broke (${describeCause(error)}); trying again (${attempt + 1} of ${attempts})`);
      await sleep(pauseMs * 2 ** (attempt - 1));
    }
  }
}

async function fetchInto(partial, { url, expected, label, fetch }) {
  let have = await sizeOf(partial);
  if (expected.size !== undefined && have >= expected.size) {
    if (have === expected.size) return;
    await rm(partial);
    have = 0;
  }

  const stalled = new AbortController();
  let timer;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => stalled.abort(new Error(`nothing arrived for ${stallMs / 1000} s`)), stallMs);
  };
  alive();
  try {
    const response = await fetch(url, { headers: have > 0 ? { range: `bytes=${have}-` } : {}, signal: stalled.signal });
    if (response.status === 416) {
      // Our part is longer than the server's file: it belongs to something else.
      await rm(partial, { force: true });
      throw new Error('the partial file does not fit the server’s');
    }
    if (!response.ok)
      throw Object.assign(new Error(`the server answered ${response.status} ${response.statusText}`), {
        permanent: response.status < 500,
      });
    const resumed = response.status === 206;
    const start = resumed ? have : 0;
    if (resumed) say(`  going on after ${formatBytes(have)} of an earlier download`);

    const total = start + Number(response.headers.get('content-length') ?? 0);
    const progress = createProgressLine({ label, total: expected.size ?? total, start });
    const file = await open(partial, resumed ? 'a' : 'w');
    try {
      // What has arrived is on disk before the next piece is asked for: a connection that breaks takes nothing with it.
      for await (const chunk of response.body) {
        alive();
        await file.writeFile(chunk);
        progress.advance(chunk.length);
      }
    } finally {
      await file.close();
      progress.end();
    }
  } finally {
    clearTimeout(timer);
  }
  const size = await sizeOf(partial);
  if (expected.size !== undefined && size < expected.size) throw new Error(`it ended after ${formatBytes(size)}`);
}

async function sizeOf(file) {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}
