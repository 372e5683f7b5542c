import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { replaceOutput } from '../../../src/recorder/store/atomic-file';
import { openLibrary } from '../../../src/recorder/store/open-library';
import { saveFile } from '../../../src/recorder/store/save-file';
import { zipLimits } from '../../../src/recorder/store/zip-source';
import type { Library } from '../../../src/recorder/store/store';
import { done } from './recorded';
import { readAll, recordSample, taskIds, temporaryFolder } from './sample';

type Parts = Map<string, Buffer>;

/** The parts of a good file. */
const good: Parts = new Map();
let goodFile: Buffer;

beforeAll(async () => {
  const folder = await temporaryFolder();
  const library = await openLibrary(join(folder, 'library'));
  await recordSample(library, 'one');
  await library.save('one', join(folder, 'good.juggler'));
  goodFile = await readFile(join(folder, 'good.juggler'));
  const names = ['comparison.json'];
  for (const run of ['r1', 'r2']) {
    for (const part of ['manifest.json', 'tracks.jsonl', 'marks.arrow', 'counter.arrow', 'slices.arrow']) {
      names.push(`runs/${run}/${part}`);
    }
  }
  for (const name of names) good.set(name, await readFile(join(folder, 'library', 'one', name)));
});

async function zipOf(parts: Iterable<readonly [string, Buffer]>, compress = true): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of parts) zip.addBuffer(bytes, name, { compress });
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

const changed = (name: string, bytes: string | Buffer): Parts => new Map([...good, [name, Buffer.from(bytes)]]);
const without = (name: string): Parts => new Map([...good].filter(([other]) => other !== name));
const json = (name: string, change: object): Parts =>
  changed(name, JSON.stringify({ ...(JSON.parse(good.get(name)!.toString()) as object), ...change }));

/** Opens a file of these bytes, and holds it to change neither the file nor the library. */
async function open(bytes: Buffer, name = 'talk.juggler'): Promise<Awaited<ReturnType<Library['loadFile']>>> {
  const folder = await temporaryFolder();
  const library = await openLibrary(join(folder, 'library'));
  const file = join(folder, name);
  await writeFile(file, bytes);
  try {
    return await library.loadFile(file);
  } finally {
    expect(
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect((await readdir(folder)).toSorted()).toEqual(['library', name].toSorted());
    expect(await readdir(join(folder, 'library'))).toEqual([]);
  }
}

describe('a .juggler file', () => {
  it('opens, packed or stored, with folders in it, and gives what was saved', async () => {
    for (const bytes of [goodFile, await zipOf(good, false)]) {
      const [first, second] = await readAll(await open(bytes));
      expect(taskIds(first!)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(taskIds(second!)).toEqual([1, 2, 3, 4]);
      expect([first!.after, second!.after]).toEqual([done('r1', 'serial', 6), done('r2', 'threads', 2)]);
    }
    const zip = new ZipFile();
    zip.addEmptyDirectory('runs/r1');
    for (const [name, part] of good) zip.addBuffer(part, name);
    zip.end();
    const pieces: Buffer[] = [];
    for await (const piece of zip.outputStream) pieces.push(piece as Buffer);
    expect(await readAll(await open(Buffer.concat(pieces)))).toHaveLength(2);
  });

  it.each<[string, () => Buffer, RegExp]>([
    ['empty', () => Buffer.alloc(0), /talk\.juggler is empty\.$/],
    [
      'a picture',
      () => Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10', 'latin1'),
      /is not a Juggler file \(it is a PNG picture\)/,
    ],
    ['JSON', () => Buffer.from('{"traceEvents":[]}'), /is not a Juggler file \(it is JSON or another text\)/],
    ['noise', () => createHash('sha512').update('x').digest(), /talk\.juggler is not a Juggler file\.$/],
    ['one byte', () => Buffer.from('P'), /is not a Juggler file/],
    ['cut off in the middle', () => goodFile.subarray(0, goodFile.length / 2), /is cut off or damaged/],
    ['cut off at its last byte', () => goodFile.subarray(0, -1), /is cut off or damaged/],
    ['with something behind it', () => Buffer.concat([goodFile, Buffer.alloc(9)]), /is cut off or damaged/],
  ])('that is %s is refused', async (_, bytes, message) => {
    await expect(open(bytes())).rejects.toThrow(message);
  });

  it('that ends in something else is told that it should end in .juggler', async () => {
    await expect(open(Buffer.from('GIF89a'), 'cat.gif')).rejects.toThrow(
      /cat\.gif is not a Juggler file \(it is a GIF picture\); those end in \.juggler\.$/,
    );
  });

  it.each<[string, () => Parts, RegExp]>([
    [
      'no comparison.json',
      () => without('comparison.json'),
      /is a zip file, but not a Juggler file: it has no comparison\.json/,
    ],
    [
      'a damaged comparison.json',
      () => changed('comparison.json', '{"schema":'),
      /is damaged: its comparison\.json is no JSON/,
    ],
    [
      'bytes that are no text',
      () => changed('comparison.json', Buffer.of(0x22, 0xff, 0x22)),
      /comparison\.json is no JSON/,
    ],
    ['a comparison of no sense', () => json('comparison.json', { runs: 7 }), /its description makes no sense \(runs: /],
    [
      'a newer version, with parts of its own',
      () => new Map([...json('comparison.json', { schema: 'juggler.comparison-file/3' }), ['new.bin', Buffer.of(1)]]),
      /talk\.juggler was made by a newer Juggler \(format 3; this one reads up to 1\): update Juggler\.$/,
    ],
    [
      'a part of another name',
      () => changed('runs/r1/evil.sh', 'x'),
      /holds "runs\/r1\/evil\.sh", which no Juggler file has/,
    ],
    [
      'a description of 17 MiB',
      () => changed('comparison.json', Buffer.alloc(17 * 1024 ** 2, 32)),
      /longer than 16777216 bytes/,
    ],
  ])('with %s is refused', async (_, parts, message) => {
    await expect(zipOf(parts()).then(open)).rejects.toThrow(message);
  });

  it('with a path outside of it is refused', async () => {
    const bytes = await zipOf(changed('xx/outside.txt', 'x'));
    const text = bytes.toString('latin1').replaceAll('xx/outside.txt', '../outside.txt'.slice(0, 14));
    await expect(open(Buffer.from(text, 'latin1'))).rejects.toThrow(/is damaged: its table of contents can’t be read/);
  });

  it('with the same part twice is refused', async () => {
    await expect(zipOf([...good, ['runs/r1/slices.arrow', Buffer.of(1)]]).then(open)).rejects.toThrow(
      /holds runs\/r1\/slices\.arrow twice/,
    );
  });

  it('with too many parts is refused', async () => {
    const parts: [string, Buffer][] = Array.from({ length: zipLimits.entries + 1 }, (_, index) => [
      `runs/r${index}/slices.arrow`,
      Buffer.alloc(0),
    ]);
    await expect(zipOf([...good, ...parts], false).then(open)).rejects.toThrow(
      /holds 10012 parts; at most 10000 are read/,
    );
  });

  it('that is a zip bomb is refused before anything is unpacked', async () => {
    const bytes = await zipOf(changed('runs/r1/slices.arrow', Buffer.alloc(100 * 1024 ** 2)));
    expect(bytes.length).toBeLessThan(200_000);
    await expect(open(bytes)).rejects.toThrow(/would unpack from \d+ to 1048\d+ bytes, which no recording does/);
  });

  it('that says a part is smaller than it is gives no more than it said', async () => {
    const bytes = await zipOf(changed('runs/r1/slices.arrow', Buffer.alloc(10 * 1024 ** 2)));
    const size = Buffer.alloc(4);
    size.writeUInt32LE(10 * 1024 ** 2);
    const lie = Buffer.alloc(4);
    lie.writeUInt32LE(1000);
    const text = bytes.toString('latin1').replaceAll(size.toString('latin1'), lie.toString('latin1'));
    const [first] = await readAll(await open(Buffer.from(text, 'latin1')));
    expect(first!.after.failure!.message).toContain('slices.arrow');
    expect(taskIds(first!)).toEqual([]);
  });

  it.each<[string, () => Parts, RegExp, readonly number[]]>([
    [
      'no slices',
      () => without('runs/r1/slices.arrow'),
      /are damaged: slices\.arrow is missing\. What could be read/,
      [],
    ],
    ['no tracks', () => without('runs/r1/tracks.jsonl'), /tracks\.jsonl is missing/, []],
    ['no manifest', () => without('runs/r1/manifest.json'), /manifest\.json is missing/, [1, 2, 3, 4, 5, 6]],
    [
      'a manifest of another run',
      () => json('runs/r1/manifest.json', { id: 'r2' }),
      /is of another run \(r2\)/,
      [1, 2, 3, 4, 5, 6],
    ],
    [
      'a manifest of a newer version',
      () => json('runs/r1/manifest.json', { schema: 'juggler.run/9' }),
      /made by a newer/,
      [1, 2, 3, 4, 5, 6],
    ],
    [
      'slices that are none',
      () => changed('runs/r1/slices.arrow', 'Hello, world!'),
      /slices\.arrow is no Arrow stream/,
      [],
    ],
    [
      'slices of another kind',
      () => changed('runs/r1/slices.arrow', good.get('runs/r1/marks.arrow')!),
      /slices\.arrow has the columns/,
      [],
    ],
    ['empty slices', () => changed('runs/r1/slices.arrow', ''), /slices\.arrow is cut off behind byte 0/, []],
    [
      'tracks that are no lines',
      () => changed('runs/r1/tracks.jsonl', 'Hello\n'),
      /tracks\.jsonl is no JSON \(line 1\)/,
      [],
    ],
  ])('with %s in one run opens the other', async (_, parts, message, ids) => {
    const [first, second] = await readAll(await open(await zipOf(parts())));
    expect(first!.after).toMatchObject({
      status: 'failed',
      failure: { message: expect.stringMatching(message) as string },
    });
    expect(taskIds(first!)).toEqual(ids);
    expect(second!.after.failure).toBeUndefined();
    expect(taskIds(second!)).toEqual([1, 2, 3, 4]);
  });

  it('with flipped bits in a part is marked by the checksum', async () => {
    const bytes = await zipOf(good, false);
    const at = bytes.indexOf(good.get('runs/r1/slices.arrow')!);
    // Within the batch's last column: flags, which any value is fine for.
    const end = at + good.get('runs/r1/slices.arrow')!.length - 8;
    bytes[end - 8]! ^= 1;
    const [first, second] = await readAll(await open(bytes));
    expect(first!.after.failure!.message).toMatch(/slices\.arrow .*wrong checksum/);
    expect(second!.after.failure).toBeUndefined();
  });

  it('that is a folder, or not there, is told so', async () => {
    const folder = await temporaryFolder();
    const library = await openLibrary(join(folder, 'library'));
    await mkdir(join(folder, 'folder.juggler'));
    await expect(library.loadFile(join(folder, 'folder.juggler'))).rejects.toThrow('folder.juggler is not a file.');
    const gone = join(folder, 'gone.juggler');
    await expect(library.loadFile(gone)).rejects.toThrow(`${gone} can’t be read: it is not there (any more).`);
  });

  it('whose reading is ended early can be read again', async () => {
    const loaded = await open(goodFile);
    for await (const { chunks } of loaded.runs) {
      for await (const _ of chunks) break;
      break;
    }
    expect(loaded.manifest.runs).toHaveLength(2);
  });
});

async function prepared(): Promise<{ library: Library; folder: string; file: string }> {
  const folder = await temporaryFolder();
  const library = await openLibrary(join(folder, 'library'));
  await recordSample(library, 'one');
  return { library, folder, file: join(folder, 'talk.juggler') };
}

describe('saving', () => {
  it('replaces a file that is there', async () => {
    const { library, file } = await prepared();
    await writeFile(file, 'old');
    await library.save('one', file);
    expect((await library.loadFile(file)).manifest.id).toBe('one');
  });

  it('stores big parts as they are', async () => {
    const { library, folder, file } = await prepared();
    const { manifest } = await library.load('one');
    await saveFile(join(folder, 'library', 'one'), manifest, file, 800);
    const bytes = await readFile(file);
    expect(bytes.includes(good.get('runs/r1/slices.arrow')!)).toBe(true);
    expect(bytes.includes(good.get('runs/r1/manifest.json')!)).toBe(false);
    expect((await readAll(await library.loadFile(file))).map(taskIds)).toEqual([
      [1, 2, 3, 4, 5, 6],
      [1, 2, 3, 4],
    ]);
  });

  it('on a full disk keeps the file that is there, and leaves nothing else', async () => {
    const { folder, file } = await prepared();
    await writeFile(file, 'old');
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    const pieces = async function* () {
      yield new Uint8Array(1000);
      throw full;
    };
    await expect(replaceOutput(file, 0o644, pieces())).rejects.toBe(full);
    expect(await readFile(file, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['library', 'talk.juggler']);
  });

  it('tells when a part can’t be packed', async () => {
    const { library, folder, file } = await prepared();
    const slices = join(folder, 'library', 'one', 'runs', 'r1', 'slices.arrow');
    await rm(slices);
    await mkdir(slices);
    await expect(library.save('one', file)).rejects.toThrow(`${file} can’t be written: not a file: ${slices}`);
    expect(await readdir(folder)).toEqual(['library']);
  });

  it.each([
    [
      'into a folder that is not there',
      (folder: string) => join(folder, 'gone', 'x.juggler'),
      'it is not there (any more)',
    ],
    ['over a folder', (folder: string) => join(folder, 'library'), 'it is a folder'],
    ['where a name is too long', (folder: string) => join(folder, 'x'.repeat(300)), 'its name is too long'],
    ['onto what can’t be written', () => '/proc/x.juggler', 'can’t be written'],
  ])('%s is told', async (_, where, message) => {
    const { library, folder } = await prepared();
    await expect(library.save('one', where(folder))).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual(['library']);
  });

  it('says which comparison can’t be saved', async () => {
    const { library, file } = await prepared();
    await expect(library.save('two', file)).rejects.toThrow('has no comparison.json');
  });
});
