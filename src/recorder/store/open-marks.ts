/*
 * `.open/` of a library: an empty file for each comparison that is being recorded, removed once it is finished. Recovery looks at those alone, however many comparisons there are.
 */
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { idSchema } from '../../core/formats/run-schema';
import { inParallel } from './in-parallel';
import { openMarksFolder } from './layout';
import { makeFolder } from './make-folder';
import { isClaim } from './recover-comparison';

export async function markOpen(library: string, id: string): Promise<void> {
  await makeFolder(join(library, openMarksFolder));
  await writeFile(join(library, openMarksFolder, id), '', { mode: 0o600 });
}

export async function unmarkOpen(library: string, id: string): Promise<void> {
  await rm(join(library, openMarksFolder, id), { force: true });
}

export async function markedOpen(library: string): Promise<string[]> {
  const names = await readdir(join(library, openMarksFolder)).catch(() => []);
  return names.filter((name) => idSchema.safeParse(name).success);
}

/** Those that a recorder claims: in a library of before there were marks. */
export async function claimedComparisons(library: string, ids: readonly string[]): Promise<string[]> {
  const claimed = await inParallel(ids, async (id) => (await readdir(join(library, id)).catch(() => [])).some(isClaim));
  return ids.filter((_, index) => claimed[index]);
}
