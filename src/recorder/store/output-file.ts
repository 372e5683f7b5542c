/*
 * A file that is written for the user at a place the user named: `-o`, `--append`, Save. Only a regular file is ever
 * replaced, and it keeps its mode, owner and group. The checks run before a program is started, and again on writing.
 */
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  rmSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf, StoreError } from './store-error';

export interface OutputFile {
  /** Where the file lies, links followed. */
  readonly path: string;
  /** What is replaced; null: nothing is there yet. */
  readonly replaces: Stats | null;
}

/** Links in a row, as Linux limits them (path_resolution(7)). */
const maxLinks = 40;

/**
 * @throws {StoreError} with a clause about the path, without its full stop, unless it may be written to
 * @throws {Error} of the file system
 */
export function findOutput(path: string): OutputFile {
  let at = resolve(path);
  for (let links = 0; links <= maxLinks; links++) {
    const folder = realpathSync(dirname(at));
    at = join(folder, basename(at));
    const found = lstatOrNull(at);
    if (found === null) {
      if (links > 0) throw new StoreError(`it is a link to ${at}, which is not there. Give the name of a file`);
      return { path: at, replaces: null };
    }
    if (!found.isSymbolicLink()) return { path: at, replaces: checked(at, found) };
    // Links in /proc lead to open files, whatever their text says.
    if (at.startsWith('/proc/')) throw new StoreError('it is an open file of a process. Give the name of a file');
    at = resolve(folder, readlinkSync(at));
  }
  throw new StoreError('it is a link that leads to itself');
}

function lstatOrNull(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function checked(path: string, found: Stats): Stats {
  const what = notRegular(found);
  if (what !== null) throw new StoreError(`it is ${what}. Give the name of a file`);
  // Root may write to it; that it was protected says that it is to be kept.
  if ((found.mode & 0o222) === 0) throw new StoreError('it is write-protected. Choose another name');
  try {
    accessSync(path, constants.W_OK);
  } catch {
    throw new StoreError('you are not allowed to write to it. Choose another name');
  }
  return found;
}

/** What something is that is no regular file; null for a regular file. */
export function notRegular(found: Stats): string | null {
  if (found.isFile()) return null;
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a FIFO';
  if (found.isSocket()) return 'a socket';
  if (found.isSymbolicLink()) return 'a link';
  return 'a device';
}

/** Names of files that are being written; recovery removes what is left of them after a crash. */
export const isTemporaryName = (name: string): boolean => /^\.juggler-[\da-f]{24}\.tmp$|\.\d+\.tmp$/.test(name);

/** A name beside `path` that can't be guessed, and is short whatever the length of the name. */
export function temporaryName(path: string): string {
  return join(dirname(path), `.juggler-${randomBytes(12).toString('hex')}.tmp`);
}

/**
 * Makes the file that will be renamed to `output.path`, with mode, owner and group of what it replaces.
 *
 * @returns its path and descriptor; nothing is left when it throws
 * @throws {StoreError} when owner and group can't be kept; {Error} of the file system.
 */
export function openTemporary({ path, replaces }: OutputFile, mode: number): { temporary: string; descriptor: number } {
  const temporary = temporaryName(path);
  const descriptor = openSync(temporary, 'wx', replaces === null ? mode : 0o600);
  try {
    if (replaces !== null) keepAttributes(descriptor, replaces);
    return { temporary, descriptor };
  } catch (error) {
    closeSync(descriptor);
    rmSync(temporary, { force: true });
    throw error;
  }
}

function keepAttributes(descriptor: number, { uid, gid, mode }: Stats): void {
  const made = fstatSync(descriptor);
  try {
    if (made.uid !== uid || made.gid !== gid) fchownSync(descriptor, uid, gid);
  } catch (error) {
    throw new StoreError('its owner and group can’t be kept. Choose another name', { cause: error });
  }
  // Last: a change of the owner clears set-user-id.
  fchmodSync(descriptor, mode & 0o7777);
}

/** Finds out whether the path can be written to, and leaves nothing behind. @throws as `findOutput` and `openTemporary` do. */
export function probeOutput(path: string): void {
  // Rights say too little: root, read-only disks, file systems without owners.
  const { temporary, descriptor } = openTemporary(findOutput(path), 0o600);
  closeSync(descriptor);
  rmSync(temporary);
}
