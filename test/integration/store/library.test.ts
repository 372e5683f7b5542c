import { chmod, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordingFromChunks } from '../../../src/core/trace/recording-builder';
import { openLibrary } from '../../../src/recorder/store/open-library';
import { arbitraryChunks } from '../../arbitrary-recording';
import { comparison, done, firstChunk, run, tasks } from './recorded';
import { readAll, recordSample, taskIds, temporaryFolder } from './sample';

describe('the library', () => {
  it('gives back what was recorded', async () => {
    const library = await openLibrary(await temporaryFolder());
    const finished = await recordSample(library, 'one');
    expect(finished.runs.map(({ id, status }) => [id, status])).toEqual([
      ['r1', 'done'],
      ['r2', 'done'],
    ]);
    const loaded = await library.load('one');
    expect(loaded.manifest).toEqual(finished);
    const [first, second] = await readAll(loaded);
    expect(first!.recording).toEqual(recordingFromChunks([firstChunk, tasks(1, 4), tasks(5, 2)]));
    expect(second!.recording).toEqual(recordingFromChunks([firstChunk, tasks(1, 4)]));
    expect(first!.after).toBe(first!.before);
  });

  it('gives any recording back, from the folder and from a file', async () => {
    const folder = await temporaryFolder();
    const library = await openLibrary(join(folder, 'library'));
    let count = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryChunks, async (chunks) => {
        const id = `c${count++}`;
        await library.create(comparison(id));
        const writer = await library.beginRun(id, run('r'));
        for (const chunk of chunks) writer.append(chunk);
        await writer.close(done('r', 'serial', 1));
        await library.finish(id);
        const file = join(folder, `${id}.juggler`);
        await library.save(id, file);
        const expected = recordingFromChunks(chunks);
        for (const loaded of [await library.load(id), await library.loadFile(file)]) {
          const [read] = await readAll(loaded);
          expect(read!.after).toEqual(read!.before);
          expect(read!.recording).toEqual(expected);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('keeps folders and files private, and leaves nothing of the recording behind', async () => {
    const folder = join(await temporaryFolder(), 'deep', 'library');
    const library = await openLibrary(folder);
    await library.create(comparison('one'));
    const writer = await library.beginRun('one', run('r1'));
    for (const path of [folder, join(folder, 'one'), writer.folder, writer.framesFolder]) {
      expect((await stat(path)).mode & 0o777).toBe(0o700);
    }
    await writeFile(join(writer.framesFolder, '1-0.frames'), 'x');
    writer.append({
      ...firstChunk,
      open: [{ track: 1, start: Float64Array.of(0), id: Uint32Array.of(0), slot: Uint16Array.of(0) }],
    });
    writer.append(tasks(0, 1));
    await writer.close(done('r1', 'serial', 1));
    await library.finish('one');
    expect((await readdir(join(folder, 'one'))).toSorted()).toEqual(['comparison.json', 'runs']);
    expect((await readdir(writer.folder)).toSorted()).toEqual([
      'counter.arrow',
      'manifest.json',
      'marks.arrow',
      'slices.arrow',
      'tracks.jsonl',
    ]);
    expect((await stat(join(writer.folder, 'slices.arrow'))).mode & 0o077).toBe(0);
  });

  it('lists comparisons, newest first, with what won; a damaged one with the reason', async () => {
    const folder = await temporaryFolder();
    const library = await openLibrary(folder);
    await recordSample(library, 'one');
    await library.create(comparison('two', { createdAt: '2026-02-02T03:04:05.000Z' }));
    await library.finish('two');
    await mkdir(join(folder, 'three'));
    await writeFile(join(folder, 'three', 'comparison.json'), '{');
    const { comparisons, recovered } = await library.list();
    expect(comparisons.map(({ id }) => id)).toEqual(['three', 'two', 'one']);
    expect(comparisons[2]).toMatchObject({ name: 'Primes (one)', workload: 'Primes', recovered: false });
    expect(comparisons[2]!.summary).toContain('hreads');
    expect(comparisons[2]!.bytes).toBeGreaterThan(1000);
    expect(comparisons[0]!.summary).toBe(`${join(folder, 'three')} is damaged: its comparison.json is no JSON.`);
    expect(recovered).toEqual([]);
  });

  it('renames and annotates, many times at once', async () => {
    const library = await openLibrary(await temporaryFolder());
    await recordSample(library, 'one');
    const view = {
      baseline: 'serial',
      includeStartup: true,
      order: ['serial'],
      collapsed: [],
      hidden: [],
      pinned: [],
      viewport: { start: 0, end: 5 },
      selection: null,
    } as const;
    await Promise.all([
      library.rename('one', 'Another name'),
      library.annotate('one', { notes: 'For the talk' }),
      library.annotate('one', { view }),
    ]);
    expect((await library.load('one')).manifest).toMatchObject({ name: 'Another name', notes: 'For the talk', view });
  });

  it('removes to the trash and restores from it; the next start of the same process empties it', async () => {
    const folder = await temporaryFolder();
    const library = await openLibrary(folder);
    await recordSample(library, 'one');
    await library.remove('one');
    expect((await library.list()).comparisons).toEqual([]);
    await library.restore('one');
    expect((await library.list()).comparisons).toHaveLength(1);
    await expect(library.restore('one')).rejects.toThrow('no longer in the trash');
    await library.remove('one');
    await openLibrary(folder);
    expect(await readdir(join(folder, '.trash'))).toEqual([]);
  });

  it('does not remove, save or leave half-open what is being recorded', async () => {
    const folder = await temporaryFolder();
    const library = await openLibrary(folder);
    await library.create(comparison('one'));
    const writer = await library.beginRun('one', run('r1'));
    writer.append(firstChunk);
    await expect(library.remove('one')).rejects.toThrow('still being recorded');
    await expect(library.save('one', join(folder, 'x.juggler'))).rejects.toThrow('still being recorded');
    const [read] = await readAll(await library.load('one'));
    expect(read).toMatchObject({ after: { status: 'recording' }, recording: { seenUntil: 1e6 } });
    const finished = await library.finish('one');
    expect(finished.runs[0]).toMatchObject({ status: 'recovered' });
  });

  it.each(['../other', 'a/b', '', '.trash', 'x'.repeat(101)])('refuses %j as an id', async (id) => {
    const library = await openLibrary(await temporaryFolder());
    await expect(library.load(id)).rejects.toThrow('is no id of a comparison');
  });

  it('says which comparison is not there', async () => {
    const library = await openLibrary(await temporaryFolder());
    await expect(library.load('gone')).rejects.toThrow('has no comparison.json');
    await expect(library.rename('gone', 'x')).rejects.toThrow('has no comparison.json');
    await expect(library.remove('gone')).rejects.toThrow('it is not there (any more)');
  });

  it('says that it can’t be where a file is', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    await expect(openLibrary(file)).rejects.toThrow(`${file} can’t be used as the library`);
    await expect(openLibrary(join(file, 'deeper'))).rejects.toThrow('a part of its path is no folder');
  });

  it('marks one damaged run and opens the others', async () => {
    const folder = await temporaryFolder();
    const library = await openLibrary(folder);
    await recordSample(library, 'one');
    const slices = join(folder, 'one', 'runs', 'r1', 'slices.arrow');
    const bytes = await readFile(slices);
    await writeFile(slices, bytes.subarray(0, -12));
    const [first, second] = await readAll(await library.load('one'));
    expect(first!.before.status).toBe('done');
    expect(first!.after.status).toBe('failed');
    expect(first!.after.failure!.message).toMatch(
      /^The data of this run are damaged: slices\.arrow is cut off behind byte \d+ \(\d+ bytes lost\)\. What/,
    );
    expect(taskIds(first!)).toEqual([1, 2, 3, 4]);
    expect(second!.after.failure).toBeUndefined();
  });

  it('says that a folder may not be written', async ({ skip }) => {
    skip(process.getuid?.() === 0, 'root may write everywhere: needs an ordinary user');
    const folder = await temporaryFolder();
    await chmod(folder, 0o500);
    await expect(openLibrary(join(folder, 'library'))).rejects.toThrow('you are not allowed to');
  });
});
