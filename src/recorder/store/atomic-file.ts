import { close, fsync, write } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { findOutput, openTemporary, temporaryName } from './output-file';

/**
 * Writes a file of the library so that at any moment, even after a power cut, the path holds the old content or all of
 * the new. When anything fails nothing is left behind.
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = temporaryName(path);
  const handle = await open(temporary, 'wx', 0o600);
  try {
    try {
      await handle.writeFile(text);
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
  await writeAtomically(path, `${JSON.stringify(value, null, 2)}\n`);
}

const writeTo = promisify(write);

/**
 * Writes a file at a place the user named, as atomically; see `output-file.ts` for what it replaces.
 *
 * @param mode of a file that is not there yet, before the umask
 * @throws {StoreError} when the path is not for writing; {Error} of the file system. The path then holds what it held.
 */
export async function replaceOutput(path: string, mode: number, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const { temporary, descriptor } = openTemporary(findOutput(path), mode);
  try {
    try {
      for await (const piece of pieces) {
        for (let at = 0; at < piece.length;) at += (await writeTo(descriptor, piece, at)).bytesWritten;
      }
      await promisify(fsync)(descriptor);
    } finally {
      await promisify(close)(descriptor);
    }
    // Looked at once more: something else may lie there by now.
    await rename(temporary, findOutput(path).path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(temporary));
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
