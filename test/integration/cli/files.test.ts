import { existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { juggler, removeTemporaryFolders, temporaryFolder, type CliEnd } from './run-cli';

describe('a comparison made by juggler compare', () => {
  let library = '';
  let file = '';
  let compared: CliEnd;
  let document: { id: string };
  beforeAll(async () => {
    library = temporaryFolder();
    file = join(temporaryFolder(), 'primes.juggler');
    const size = ['--items', '8', '--param', 'limit=400000', '--workers', '2'];
    compared = await juggler(['compare', '--modes', 'serial,threads', '-o', file, '--json', ...size], { library });
    document = JSON.parse(compared.stdout) as { id: string };
  });
  afterAll(removeTemporaryFolders);

  it('is kept in the library and saved as a file, and says where on stderr', () => {
    expect(compared).toMatchObject({ code: 0, left: [] });
    expect(readdirSync(library)).toContain(document.id);
    expect(existsSync(file)).toBe(true);
    expect(compared.stderr).toContain(`Saved as ${file}`);
    expect(compared.stderr).toContain(`Kept in ${join(library, document.id)}`);
  });

  it('is the same read from the file, by its id, by the beginning of its id, and as the last one', async () => {
    for (const source of [[file], [document.id], [document.id.slice(0, 12)], []]) {
      const { code, stdout, left } = await juggler(['info', ...source, '--json'], { library });
      expect({ code, left }).toEqual({ code: 0, left: [] });
      expect(JSON.parse(stdout)).toEqual(document);
    }
  });

  it('is shown for people, against another baseline where that is asked for', async () => {
    const { stdout } = await juggler(['info', file, '--baseline', 'threads'], { library });
    expect(stdout).toMatch(/^ {2}threads .*baseline/m);
  });

  it('is not found by an id that is none', async () => {
    const { code, stderr } = await juggler(['info', 'nothing'], { library });
    expect(code).toBe(2);
    expect(stderr).toContain('There is no file and no comparison “nothing”.');
  });

  it('is refused in one sentence when its file is damaged', async () => {
    const empty = join(temporaryFolder(), 'empty.juggler');
    writeFileSync(empty, '');
    truncateSync(file, 300);
    for (const bad of [empty, file]) {
      const { code, stdout, stderr, left } = await juggler(['info', bad], { library });
      expect({ code, stdout, left }).toEqual({ code: 1, stdout: '', left: [] });
      expect(stderr).toMatch(/^juggler: [^\n]+\n$/);
      expect(stderr).not.toContain('    at ');
    }
  });
});
