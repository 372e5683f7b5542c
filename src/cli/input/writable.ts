import { closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CallError } from '../call-error';

/** The absolute path of a file that can be written. @throws {CallError} before anything has been run for nothing. */
export function writableFile(option: string, name: string): string {
  const file = resolve(name);
  const folder = dirname(file);
  if (!existsSync(folder)) throw new CallError(`${option} ${name}: there is no folder ${folder}. Make it first.`);
  if (existsSync(file) && statSync(file).isDirectory()) {
    throw new CallError(`${option} ${name}: that is a folder. Give the name of a file.`);
  }
  // The file is written beside and renamed, so its folder is what counts. Rights say too little (root, read-only disks).
  const probe = `${file}.${process.pid}.probe`;
  try {
    closeSync(openSync(probe, 'wx'));
    rmSync(probe);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CallError(
      `${option} ${name}: nothing can be written in ${folder} (${code}). Choose another folder or change its rights.`,
      { cause: error },
    );
  }
  return file;
}
