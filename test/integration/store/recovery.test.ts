import { type ChildProcess, spawn } from 'node:child_process';
import { appendFile, readFile, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openLibrary } from '../../../src/recorder/store/open-library';
import { comparison, done, firstChunk, run, tasks } from './recorded';
import { readAll, recordSample, taskIds, temporaryFolder } from './sample';

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts a recorder; resolves with what it said up to the first line that `until` matches. */
async function recordUntil(until: RegExp, args: readonly string[], limitKiB: number | null = null) {
  const script = [resolve('node_modules/jiti/lib/jiti-cli.mjs'), resolve('test/integration/store/recording-child.ts')];
  const command = [process.execPath, ...script, ...args];
  const child =
    limitKiB === null
      ? spawn(command[0]!, command.slice(1))
      : spawn('bash', ['-c', `ulimit -f ${limitKiB}; exec "$@"`, 'bash', ...command]);
  children.push(child);
  let said = '';
  let complained = '';
  child.stderr.on('data', (data: Buffer) => (complained += data.toString()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
      if (until.test(said)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the recorder ended with ${code}: ${said}${complained}`)));
  });
  return { child, said: () => said };
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await gone;
}

describe('a recorder that was killed', () => {
  it('leaves everything but its last flush, and the task in flight', async () => {
    const folder = await temporaryFolder();
    const { child, said } = await recordUntil(/task 20\n/, [folder]);
    await killed(child);
    const last = Number(said().trim().split(' ').at(-1));
    const library = await openLibrary(folder);
    expect(await library.recoverAll()).toEqual(['killed']);
    expect((await library.list()).recovered).toEqual(['killed']);
    expect((await library.list()).comparisons[0]).toMatchObject({ id: 'killed', recovered: true });
    const [first, second] = await readAll(await library.load('killed'));
    expect(first!.after).toEqual(done('r1', 'serial', 3));
    expect(taskIds(first!)).toEqual([1, 2, 3]);
    expect(second!.after.status).toBe('recovered');
    expect(second!.after.notices![0]).toMatch(
      /^Juggler ended before this run did: what was recorded in its first 0\.\d s was kept\.$/,
    );
    const ids = taskIds(second!);
    // At least what it said, at most one more; then the one in flight.
    expect(ids.length - 1).toBeGreaterThanOrEqual(last);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
    const slices = second!.recording.tracks.find((track) => track.kind === 'slices');
    expect(slices!.columns).toMatchObject({
      flags: Uint8Array.from(ids, (_, index) => (index === ids.length - 1 ? 1 : 0)),
    });
    expect(await readdir(join(folder, 'killed'))).toEqual(['comparison.json', 'runs']);
    expect(await library.recoverAll()).toEqual([]);
  });

  it('is left alone as long as it lives', async () => {
    const folder = await temporaryFolder();
    await recordUntil(/task 3\n/, [folder, '3']);
    const library = await openLibrary(folder);
    expect(await library.recoverAll()).toEqual([]);
    const [, second] = await readAll(await library.load('killed'));
    expect(second!.after.status).toBe('recording');
    expect(taskIds(second!)).toEqual([1, 2, 3]);
  });

  it('is looked at again, and recovered once it has ended', async () => {
    const folder = await temporaryFolder();
    const { child } = await recordUntil(/task 3\n/, [folder, '3']);
    const library = await openLibrary(folder);
    await library.recoverAll();
    expect(library.owned).toBe(1);
    expect(await library.recoverOwned()).toEqual([]);
    expect(library.owned).toBe(1);
    await killed(child);
    expect(await library.recoverOwned()).toEqual(['killed']);
    expect(library.owned).toBe(0);
    expect((await library.list()).recovered).toEqual(['killed']);
    expect(await library.recoverOwned()).toEqual([]);
  });

  it('is recovered by one of several that start at once', async () => {
    const folder = await temporaryFolder();
    const { child } = await recordUntil(/task 5\n/, [folder]);
    await killed(child);
    const libraries = await Promise.all(Array.from({ length: 4 }, () => openLibrary(folder)));
    const found = await Promise.all(libraries.map((library) => library.recoverAll()));
    expect(found.flat()).toEqual(['killed']);
    const [, second] = await readAll(await libraries[0]!.load('killed'));
    expect(second!.after.notices).toHaveLength(1);
  });

  it('whose file may grow no further says so, and keeps what was written', async () => {
    const folder = await temporaryFolder();
    // In blocks of 1 KiB: the slices reach it first.
    const { said } = await recordUntil(/closed.*\n/, [folder, 'Infinity', '100'], 64);
    expect(said()).toContain(
      `error ${join(folder, 'killed', 'runs', 'r2')} can’t be written: the disk does not take files`,
    );
    expect(said()).toMatch(/^closed$/m);
    const [, second] = await readAll(await (await openLibrary(folder)).load('killed'));
    expect(second!.after).toEqual(second!.before);
    expect(second!.after.status).toBe('stopped');
    const written = [...said().matchAll(/task (\d+)/g)].map(([, task]) => Number(task)).at(-1)!;
    expect(written).toBeGreaterThan(500);
    expect(taskIds(second!).slice(0, written)).toEqual(Array.from({ length: written }, (_, index) => index + 1));
  });
});

/** A recording whose owner is no more, as a killed process leaves it. */
async function abandoned(owner: string | null): Promise<string> {
  const folder = await temporaryFolder();
  const library = await openLibrary(folder);
  await library.create(comparison('one'));
  const writer = await library.beginRun('one', run('r1'));
  writer.append(firstChunk);
  writer.append(tasks(1, 4));
  const path = join(folder, 'one', 'owner.json');
  if (owner === null) await rm(path);
  else await writeFile(path, owner);
  return folder;
}

describe('recovery', () => {
  const deadOwner = JSON.stringify({ pid: process.pid, startedAt: 1, host: hostname() });

  it.each([
    ['whose pid was given to another process', deadOwner],
    ['whose owner is half-written', '{"pid":'],
    ['whose owner was claimed by a recovery that was killed', null],
  ])('takes a comparison %s', async (_, owner) => {
    const folder = await abandoned(owner);
    const library = await openLibrary(folder);
    expect(await library.recoverAll()).toEqual(['one']);
    const [read] = await readAll(await library.load('one'));
    expect(taskIds(read!)).toEqual([1, 2, 3, 4]);
    expect(read!.after.failure).toBeUndefined();
  });

  it('leaves a recorder on another machine alone', async () => {
    const folder = await abandoned(JSON.stringify({ pid: 1, startedAt: 1, host: 'another-machine' }));
    expect(await (await openLibrary(folder)).recoverAll()).toEqual([]);
  });

  it('cuts tails that a power cut left behind', async () => {
    const folder = await abandoned(deadOwner);
    const runFolder = join(folder, 'one', 'runs', 'r1');
    await appendFile(join(runFolder, 'slices.arrow'), Buffer.alloc(500));
    await appendFile(join(runFolder, 'tracks.jsonl'), '{"seenUnt');
    await truncate(join(runFolder, 'counter.arrow'), 3);
    await writeFile(join(runFolder, 'manifest.json.1.tmp'), '{');
    const library = await openLibrary(folder);
    expect(await library.recoverAll()).toEqual(['one']);
    const [read] = await readAll(await library.load('one'));
    expect(read!.after.failure).toBeUndefined();
    expect(taskIds(read!)).toEqual([1, 2, 3, 4]);
    expect(read!.recording.tracks.map(({ columns }) => Object.values(columns)[0].length)).toEqual([2, 4, 0]);
    expect(await readdir(runFolder)).not.toContain('manifest.json.1.tmp');
  });

  it('finds a run that comparison.json does not list yet', async () => {
    const folder = await abandoned(deadOwner);
    await writeFile(join(folder, 'one', 'comparison.json'), JSON.stringify(comparison('one')));
    const library = await openLibrary(folder);
    await library.recoverAll();
    expect((await library.load('one')).manifest.runs).toMatchObject([{ id: 'r1', status: 'recovered' }]);
  });

  it('goes on to the next when one can’t be read', async () => {
    const folder = await abandoned(deadOwner);
    const library = await openLibrary(folder);
    await library.create(comparison('aaa'));
    await writeFile(join(folder, 'aaa', 'comparison.json'), 'x');
    expect(await (await openLibrary(folder)).recoverAll()).toEqual(['one']);
  });

  it('changes nothing that was finished', async () => {
    const folder = await temporaryFolder();
    const library = await openLibrary(folder);
    await recordSample(library, 'one');
    const before = await readFile(join(folder, 'one', 'comparison.json'));
    expect(await (await openLibrary(folder)).recoverAll()).toEqual([]);
    expect(await readFile(join(folder, 'one', 'comparison.json'))).toEqual(before);
  });
});
