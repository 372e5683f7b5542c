import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceOutput } from '../../../../src/recorder/store/atomic-file';
import { isTemporaryName, probeOutput, temporaryName } from '../../../../src/recorder/store/output-file';
import { writableFile } from '../../../../src/cli/input/writable';

const isRoot = process.getuid?.() === 0;
let folder: string;
const at = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juggler-output-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* bytes(text: string) {
  yield Buffer.from(text);
}
async function* failing() {
  yield Buffer.from('half');
  throw new Error('no more');
}
const write = (path: string): Promise<void> => replaceOutput(path, 0o644, bytes('new'));

/** What must not be written to: each made in `folder`, with the sentence that refuses it. */
const refused: readonly (readonly [string, () => string, string])[] = [
  ['a device', () => '/dev/null', 'it is a device'],
  ['a FIFO', () => fifo('pipe'), 'it is a FIFO'],
  ['a folder', () => made('inner', mkdirSync), 'it is a folder'],
  ['a link to a device', () => link('/dev/null'), 'it is a device'],
  ['a link to a FIFO', () => link(fifo('pipe')), 'it is a FIFO'],
  ['a link to a folder', () => link(folder), 'it is a folder'],
  ['a link to nothing', () => link(at('gone')), 'it is a link to'],
  ['a link to itself', () => link(at('link')), 'leads to itself'],
  ['a link to a link to nothing', () => link(link(at('gone'), 'other')), 'it is a link to'],
  ['standard output', () => '/dev/stdout', 'it is an open file of a process'],
  ['a descriptor', () => '/proc/self/fd/1', 'it is an open file of a process'],
  [
    'a write-protected file',
    () => made('kept', (path) => writeFileSync(path, 'old', { mode: 0o444 })),
    'write-protected',
  ],
];

function made(name: string, make: (path: string) => unknown): string {
  make(at(name));
  return at(name);
}
const fifo = (name: string): string => made(name, (path) => execFileSync('mkfifo', [path]));
const link = (to: string, name = 'link'): string => made(name, (path) => symlinkSync(to, path));

describe('a file that the user named for output', () => {
  it.each(refused)('is refused where it is %s, before and on writing', async (_, make, sentence) => {
    const path = make();
    const names = readdirSync(folder);
    const before = lstatSync(path);
    expect(() => probeOutput(path)).toThrow(sentence);
    await expect(write(path)).rejects.toThrow(sentence);
    expect(lstatSync(path)).toMatchObject({ ino: before.ino, mode: before.mode, rdev: before.rdev });
    expect(readdirSync(folder)).toEqual(names);
  });

  it('is replaced behind a link, and the link stays', async () => {
    mkdirSync(at('inner'));
    writeFileSync(at('inner/file'), 'old');
    symlinkSync('inner/file', at('link'));
    await write(at('link'));
    expect(readFileSync(at('inner/file'), 'utf8')).toBe('new');
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(readdirSync(at('inner'))).toEqual(['file']);
  });

  it('keeps its mode', async () => {
    writeFileSync(at('file'), 'old');
    chmodSync(at('file'), 0o640);
    probeOutput(at('file'));
    await write(at('file'));
    expect(statSync(at('file')).mode & 0o7777).toBe(0o640);
    expect(readFileSync(at('file'), 'utf8')).toBe('new');
  });

  it.runIf(isRoot)('keeps its owner and group (as root, who may give files away)', async () => {
    writeFileSync(at('file'), 'old', { mode: 0o600 });
    chownSync(at('file'), 65_534, 65_533);
    await write(at('file'));
    expect(statSync(at('file'))).toMatchObject({ uid: 65_534, gid: 65_533 });
  });

  it.runIf(isRoot)('is refused where its owner can’t be kept (tried as an ordinary user)', () => {
    chmodSync(folder, 0o777);
    writeFileSync(at('file'), 'old');
    chmodSync(at('file'), 0o666);
    process.seteuid?.(65_534);
    try {
      expect(() => probeOutput(at('file'))).toThrow('its owner and group can’t be kept');
      chmodless(() => expect(() => probeOutput(join(folder, 'no-right', 'x'))).toThrow('EACCES'));
    } finally {
      process.seteuid?.(0);
    }
    expect(readFileSync(at('file'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file', 'no-right']);
  });

  it('is written to beside, exclusively and under a name that differs each time and is never too long', async () => {
    const long = at(`${'x'.repeat(247)}.juggler`);
    await write(long);
    expect(readFileSync(long, 'utf8')).toBe('new');
    const names = new Set(Array.from({ length: 50 }, () => temporaryName(long)));
    expect(names.size).toBe(50);
    for (const name of names) expect(isTemporaryName(basename(name))).toBe(true);
  });

  it('holds what it held when what is to be written fails', async () => {
    writeFileSync(at('file'), 'old');
    await expect(replaceOutput(at('file'), 0o644, failing())).rejects.toThrow('no more');
    expect(readFileSync(at('file'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('is not replaced when a device has taken its place meanwhile', async () => {
    writeFileSync(at('file'), 'old');
    const swapping = async function* () {
      yield Buffer.from('new');
      rmSync(at('file'));
      symlinkSync('/dev/null', at('file'));
    };
    await expect(replaceOutput(at('file'), 0o644, swapping())).rejects.toThrow('it is a device');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('is told in a sentence with the option', () => {
    expect(() => writableFile('-o', '/dev/null')).toThrow('-o /dev/null: that is a device. Give the name of a file.');
    expect(() => writableFile('-o', `${at('new')}/`)).toThrow('that is a folder');
  });
});

/** Root made a folder that the ordinary user may not write in. */
function chmodless(test: () => void): void {
  process.seteuid?.(0);
  mkdirSync(at('no-right'), { mode: 0o755 });
  process.seteuid?.(65_534);
  test();
}
