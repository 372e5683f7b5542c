import type * as fs from 'node:fs/promises';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLibrary } from '../../../../src/recorder/store/open-library';
import { comparison, done, firstChunk, run } from '../../../integration/store/recorded';

type Call = (...parts: unknown[]) => unknown;

/** Calls of the file system, and how many of them ran at once; the calls themselves are the real ones. */
const calls = vi.hoisted(() => {
  const counts = { count: 0, running: 0, maxRunning: 0 };
  const counted =
    (call: Call): Call =>
    async (...parts) => {
      counts.count++;
      counts.maxRunning = Math.max(counts.maxRunning, ++counts.running);
      try {
        return await call(...parts);
      } finally {
        counts.running--;
      }
    };
  return Object.assign(counts, { counted });
});
vi.mock('node:fs/promises', async (original) => {
  const real = Object.entries(await original<typeof fs>());
  const counted = real.map(([name, value]) => [
    name,
    typeof value === 'function' ? calls.counted(value as Call) : value,
  ]);
  return Object.fromEntries(counted) as typeof fs;
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juggler-index-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function fill(count: number): void {
  for (let index = 0; index < count; index++) {
    const id = `c${index}`;
    const finished = comparison(id, { runs: [done('r', 'serial', 5)] });
    mkdirSync(join(folder, id, 'runs', 'r'), { recursive: true });
    writeFileSync(join(folder, id, 'comparison.json'), JSON.stringify(finished));
    writeFileSync(join(folder, id, 'runs', 'r', 'manifest.json'), JSON.stringify(finished.runs[0]));
  }
}

async function callsOf(work: () => Promise<unknown>): Promise<number> {
  calls.count = 0;
  calls.maxRunning = 0;
  await work();
  return calls.count;
}

/** What `juggler record` asks of the library. */
const record = (id: string) => async (): Promise<void> => {
  const library = await openLibrary(folder);
  await library.create(comparison(id));
  const writer = await library.beginRun(id, run('r'));
  writer.append(firstChunk);
  await writer.close(done('r', 'serial', 1));
  await library.finish(id);
};

describe('a library of many comparisons', { timeout: 60_000 }, () => {
  it('is recorded into with the same few calls, however many there are', async () => {
    await record('first')();
    const small = await callsOf(record('one'));
    fill(100);
    expect(await callsOf(record('two'))).toBe(small);
  });

  it('is listed with one call for each, and few at once; another process takes the index over', async () => {
    fill(300);
    await callsOf(async () => (await openLibrary(folder)).list());
    expect(calls.maxRunning).toBeLessThan(64);
    let listed = 0;
    const again = await callsOf(async () => {
      listed = (await (await openLibrary(folder)).list()).comparisons.length;
    });
    expect(listed).toBe(300);
    expect(again).toBeLessThan(300 + 20);
    // Opening a comparison by its id, and recovery, look at no other.
    expect(await callsOf(async () => (await openLibrary(folder)).load('c7'))).toBeLessThan(30);
    expect(await callsOf(async () => (await openLibrary(folder)).recoverAll())).toBeLessThan(15);
  });

  it('is put in order by looking at what was open alone', async () => {
    fill(200);
    const library = await openLibrary(folder);
    await library.list();
    await library.create(comparison('killed'));
    const writer = await library.beginRun('killed', run('r'));
    writer.append(firstChunk);
    // As a recorder that was killed would leave it.
    writeFileSync(join(folder, 'killed', 'owner.json'), '{"pid":');
    expect(readdirSync(join(folder, '.open'))).toEqual(['killed']);
    let recovered: readonly string[] = [];
    const count = await callsOf(async () => {
      recovered = await (await openLibrary(folder)).recoverAll();
    });
    expect(recovered).toEqual(['killed']);
    expect(count).toBeLessThan(120);
    expect(readdirSync(join(folder, '.open'))).toEqual([]);
  });
});

const index = (): string => join(folder, '.index.json');
const names = async (): Promise<string[]> =>
  (await (await openLibrary(folder)).list()).comparisons.map(({ name }) => name).toSorted();

describe('the index of a library', () => {
  it.each([
    ['missing', () => rmSync(index())],
    ['no JSON', () => writeFileSync(index(), '{"schema":')],
    ['of something else', () => writeFileSync(index(), '{"schema":"juggler.index/2","entries":{}}')],
    ['of wrong types', () => writeFileSync(index(), '{"schema":"juggler.index/1","entries":{"c0":{"key":1}}}')],
    ['a folder', () => (rmSync(index()), mkdirSync(index()))],
    [
      'a list that names what is not there, and gives an entry to another',
      () => {
        const found = JSON.parse(readFileSync(index(), 'utf8'));
        found.entries.gone = found.entries.c0;
        found.entries.c1 = { ...found.entries.c1, entry: found.entries.c0.entry };
        writeFileSync(index(), JSON.stringify(found));
      },
    ],
  ])('is made anew when it is %s', async (_, spoil) => {
    fill(3);
    const before = await names();
    expect(before).toEqual(['Primes (c0)', 'Primes (c1)', 'Primes (c2)']);
    spoil();
    expect(await names()).toEqual(before);
    expect(await names()).toEqual(before);
  });

  it('follows what others change, add and remove', async () => {
    fill(2);
    const library = await openLibrary(folder);
    await library.list();
    await (await openLibrary(folder)).rename('c0', 'Renamed');
    await (await openLibrary(folder)).remove('c1');
    await record('new')();
    expect((await library.list()).comparisons.map(({ name }) => name).toSorted()).toEqual(['Primes (new)', 'Renamed']);
  });

  it('has no part in what an earlier version left behind: its unfinished comparisons are recovered when they are listed or opened', async () => {
    fill(1);
    await names();
    for (const id of ['listed', 'opened']) {
      await record(id)();
      const unfinished = run('r', { status: 'recording' });
      writeFileSync(join(folder, id, 'comparison.json'), JSON.stringify(comparison(id, { runs: [unfinished] })));
      writeFileSync(join(folder, id, 'runs', 'r', 'manifest.json'), JSON.stringify(unfinished));
    }
    expect((await (await openLibrary(folder)).load('opened')).manifest.runs[0]!.status).toBe('recovered');
    const library = await openLibrary(folder);
    const { comparisons, recovered } = await library.list();
    expect(recovered).toEqual(['listed']);
    expect(comparisons.find(({ id }) => id === 'listed')!.recovered).toBe(true);
  });
});
