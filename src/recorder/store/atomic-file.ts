import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FileHandle } from 'node:fs/promises';

/** Names of files that are being written; what is left of them after a crash is removed by recovery. */
export const temporaryName = (path: string): string => `${path}.${process.pid}.tmp`;
export const isTemporaryName = (name: string): boolean => /\.\d+\.tmp$/.test(name);

/**
 * Writes a file so that at any moment, even after a power cut, the path holds the old content or all of the new.
 * When anything fails nothing is left behind.
 */
export async function writeAtomically(
  path: string,
  mode: number,
  write: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const temporary = temporaryName(path);
  const handle = await open(temporary, 'w', mode);
  try {
    try {
      await write(handle);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

export async function writeJsonAtomically(path: string, value: unknown): Promise<void> {
  await writeAtomically(path, 0o600, (handle) => handle.writeFile(`${JSON.stringify(value, null, 2)}\n`));
}

/** Makes a rename last. Windows can't open folders and needs no such thing. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
