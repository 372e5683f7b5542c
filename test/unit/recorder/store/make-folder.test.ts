import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeFolder } from '../../../../src/recorder/store/make-folder';

const root = mkdtempSync(join(tmpdir(), 'juggler-make-folder-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('makes what is missing of a path, private, and leaves alone what is there', async () => {
  const folder = join(root, 'a/b/c');
  await makeFolder(folder);
  await makeFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o700);
});

it('a part of the path that is a file is an error', async () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  await expect(makeFolder(file)).rejects.toMatchObject({ code: 'EEXIST' });
  await expect(makeFolder(join(file, 'x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

it.runIf(process.platform === 'linux')(
  'a folder that can hold no others is an error, and not an endless search',
  async () => {
    await expect(makeFolder('/proc/library')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(makeFolder('/proc/library/deep')).rejects.toMatchObject({ code: 'ENOENT' });
  },
);
