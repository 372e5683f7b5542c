import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeJsonAtomically } from './atomic-file';
import { trashFolder } from './layout';
import { makeFolder } from './make-folder';
import { ownerLives, readOwner, thisOwner } from './owner';
import { StoreError, storeError } from './store-error';

/** Beside each comparison in the trash: whose undo may still bring it back. */
const removedBy = (id: string): string => `${id}.removed-by.json`;

export async function moveToTrash(library: string, id: string): Promise<void> {
  const trash = join(library, trashFolder);
  try {
    await makeFolder(trash);
    await rm(join(trash, id), { recursive: true, force: true });
    await writeJsonAtomically(join(trash, removedBy(id)), thisOwner());
    await rename(join(library, id), join(trash, id));
  } catch (error) {
    throw storeError(error, join(library, id), 'removed');
  }
}

export async function takeFromTrash(library: string, id: string): Promise<void> {
  const trash = join(library, trashFolder);
  try {
    await rename(join(trash, id), join(library, id));
    await rm(join(trash, removedBy(id)), { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw storeError(error, join(trash, id), 'restored');
    throw new StoreError(`The comparison ${id} can’t be restored: it is no longer in the trash.`, { cause: error });
  }
}

/**
 * Deletes what can't be brought back any more: what other living processes removed is left alone.
 *
 * @param max comparisons deleted at most: a program to record does not wait for all of them
 */
export async function emptyTrash(library: string, max = Number.POSITIVE_INFINITY): Promise<void> {
  const trash = join(library, trashFolder);
  const names = await readdir(trash).catch(() => []);
  for (const id of names.filter((name) => !name.endsWith('.json')).slice(0, max)) {
    const owner = await readOwner(join(trash, removedBy(id)));
    if (owner !== null && owner.pid !== process.pid && ownerLives(owner, Date.now())) continue;
    await rm(join(trash, id), { recursive: true, force: true });
    await rm(join(trash, removedBy(id)), { force: true });
  }
}
