import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { juggler, modulesFolder, removeTemporaryFolders, temporaryFolder } from './run-cli';

afterAll(removeTemporaryFolders);

interface Document {
  readonly resultsEqual: boolean | null;
  readonly runs: readonly { readonly mode: string; readonly status: string; readonly failure?: { message: string } }[];
}

describe('a module that starts others of itself', () => {
  it.each(['forks-itself.mjs', 'threads-of-itself.mjs', 'cluster-of-itself.cjs'])(
    'is the main module of a main thread in every mode: %s',
    async (name) => {
      // What a URL or a shell would read otherwise.
      const folder = join(temporaryFolder(), 'a b#c%41 ü');
      mkdirSync(folder);
      copyFileSync(join(modulesFolder, name), join(folder, name));
      const modes = ['serial', 'threads', 'processes'];
      const end = await juggler([
        'compare',
        join(folder, name),
        '--modes',
        modes.join(','),
        '--workers',
        '2',
        '--json',
      ]);
      const { runs, resultsEqual } = JSON.parse(end.stdout) as Document;
      expect(runs.map(({ mode, status, failure }) => [mode, failure?.message ?? status])).toEqual(
        modes.map((mode) => [mode, 'done']),
      );
      expect(resultsEqual).toBe(true);
      expect(end).toMatchObject({ code: 0, left: [] });
    },
  );
});
