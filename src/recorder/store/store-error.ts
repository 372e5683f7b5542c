import { FormatError } from '../../core/formats/format-error';

/** One sentence for the user: what could not be done, with which folder or file, why, and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** What to say of the errors of file systems that people meet. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: make room and try again',
  EDQUOT: 'your quota on this disk is used up: make room and try again',
  EFBIG: 'the disk does not take files of this size',
  EROFS: 'the disk is read-only: choose another place',
  EACCES: 'you are not allowed to: choose another place, or change its permissions',
  EPERM: 'you are not allowed to: choose another place, or change its permissions',
  ENOENT: 'it is not there (any more)',
  ENOTDIR: 'a part of its path is no folder',
  EISDIR: 'it is a folder',
  EEXIST: 'something else of that name is in the way',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open: close some programs and try again',
  ENFILE: 'too many files are open: close some programs and try again',
  EIO: 'the disk does not answer as it should: check the disk',
  EBUSY: 'another program uses it: close that and try again',
};

/** The system's code of an error, or its message. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

/** @param doing what was tried, as in `${path} can't be ${doing}`. */
export function storeError(error: unknown, path: string, doing: string): StoreError {
  if (error instanceof StoreError) return error;
  if (error instanceof FormatError) return new StoreError(`${path} ${error.message}.`, { cause: error });
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const reason =
    (code === undefined ? undefined : reasons[code]) ?? (error instanceof Error ? error.message : String(error));
  return new StoreError(`${path} can’t be ${doing}: ${reason}.`, { cause: error });
}

/** Runs `work`; what it throws becomes a `StoreError`. */
export async function orStoreError<T>(path: string, doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error, path, doing);
  }
}
