import { rmSync, statfsSync } from 'node:fs';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatBytes } from '../../core/base/format-bytes';
import type { Library, OpenLibrary } from './store';
import { StoreError, storeError } from './store-error';

/** Less is used up by the agents of one run and its first seconds. */
const minFreeBytes = 8 * 1024 ** 2;

/** @throws {StoreError} when nothing can be written in the folder, or hardly anything. */
export async function checkRoom(folder: string): Promise<void> {
  try {
    await rmdir(await mkdtemp(join(folder, '.probe-')));
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize >= minFreeBytes) return;
    throw new StoreError(
      `${folder} can’t be written: its disk has only ${formatBytes(bavail * bsize)} left. Make room.`,
    );
  } catch (error) {
    throw storeError(error, folder, 'written');
  }
}

/**
 * A library in a temporary folder, for a comparison that the user's own library can't take: it can be saved as a file as
 * long as this process runs. Null where nothing can be written at all.
 */
export async function openSpareLibrary(open: OpenLibrary): Promise<Library | null> {
  // The second is in memory, and is there on a machine whose disks are full or read-only.
  for (const parent of [tmpdir(), '/dev/shm']) {
    try {
      await checkRoom(parent);
      const folder = await mkdtemp(join(parent, 'juggler-'));
      process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
      return await open(folder);
    } catch {
      // The next one may do.
    }
  }
  return null;
}
