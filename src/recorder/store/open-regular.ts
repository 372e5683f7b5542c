import { constants, type Stats } from 'node:fs';
import { lstat, open, stat, type FileHandle } from 'node:fs/promises';
import { FormatError } from '../../core/formats/format-error';
import { notRegular } from './output-file';

/** Without O_NONBLOCK, opening a FIFO waits for a writer. Windows has neither flag. */
const nonBlocking = constants.O_NONBLOCK ?? 0;
const noFollow = constants.O_NOFOLLOW ?? 0;

/**
 * Opens a regular file. Anything else is refused before it is opened: opening a device may have effects,
 * and reading from a FIFO may never end.
 *
 * @param links `follow`: a file that the user named; `refuse`: a part in the library, where we make no links
 * @param access `O_RDONLY`, or `O_RDWR` for a repair
 * @throws {FormatError} when it is no regular file; {Error} of the file system.
 */
export async function openRegular(
  path: string,
  links: 'follow' | 'refuse',
  access: number = constants.O_RDONLY,
): Promise<FileHandle> {
  const follow = links === 'follow';
  refuse(await (follow ? stat(path) : lstat(path)));
  const handle = await open(path, access | nonBlocking | (follow ? 0 : noFollow));
  try {
    // Something else may have taken its place.
    refuse(await handle.stat());
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function refuse(found: Stats): void {
  if (found.isDirectory()) throw new FormatError('is not a file');
  const what = notRegular(found);
  if (what !== null) throw new FormatError(`is ${what}, not a file`);
}

/** The whole text of a small file of the library. @throws as `openRegular`; {FormatError} when it is longer. */
export async function readSmallText(path: string, maxBytes: number): Promise<string> {
  const handle = await openRegular(path, 'refuse');
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) throw new FormatError(`is longer than ${maxBytes} bytes`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
