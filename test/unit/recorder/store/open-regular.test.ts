import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { existingFile } from '../../../../src/cli/commands/open';
import { openRegular } from '../../../../src/recorder/store/open-regular';
import { openZip } from '../../../../src/recorder/store/zip-source';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'juggler-regular-'));
  writeFileSync(at('file'), 'text');
  mkdirSync(at('folder'));
  execFileSync('mkfifo', [at('pipe')]);
  for (const [name, to] of [
    ['to-file', at('file')],
    ['to-folder', at('folder')],
    ['to-pipe', at('pipe')],
    ['to-device', '/dev/zero'],
  ] as const) {
    symlinkSync(to, at(name));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a file that is opened', () => {
  // A test that waits here has opened a FIFO, and would time out.
  it.each(['folder', 'pipe', 'to-folder', 'to-pipe', 'to-device'])(
    'is refused where it is no file: %s',
    async (name) => {
      await expect(openRegular(at(name), 'follow')).rejects.toThrow('not a file');
      await expect(openRegular(at(name), 'refuse')).rejects.toThrow('not a file');
      await expect(openZip(at(name))).rejects.toThrow('not a file');
      expect(() => existingFile(at(name))).toThrow('not a .juggler file');
    },
  );

  it('may be behind a link only where the user named it', async () => {
    const handle = await openRegular(at('to-file'), 'follow');
    expect(await handle.readFile('utf8')).toBe('text');
    await handle.close();
    await expect(openRegular(at('to-file'), 'refuse')).rejects.toThrow('is a link, not a file');
  });
});
