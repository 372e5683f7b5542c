import { closeSync, constants, fstatSync, openSync } from 'node:fs';

// Where the system has none of these they are undefined, which changes no flags.
const { O_NOFOLLOW, O_NONBLOCK } = constants;

/**
 * Opens a file that a recorded program may have put there: nothing but a regular file of this user. A link would lead to what
 * only the recorder may read, and a pipe would hold it until somebody writes.
 *
 * @param flags `constants.O_RDONLY` or `O_RDWR`
 * @throws {Error} when it is anything else, or can't be opened
 */
export function openOwnFile(path: string, flags: number): number {
  let descriptor: number;
  try {
    descriptor = openSync(path, flags | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ELOOP' ? new Error('it is a link') : error;
  }
  const found = fstatSync(descriptor);
  const isOwn = process.geteuid === undefined || found.uid === process.geteuid();
  if (found.isFile() && isOwn) return descriptor;
  closeSync(descriptor);
  throw new Error(found.isFile() ? 'it belongs to another user' : 'it is no file');
}
