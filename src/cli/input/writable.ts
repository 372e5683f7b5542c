import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { probeOutput } from '../../recorder/store/output-file';
import { codeOf, StoreError } from '../../recorder/store/store-error';
import { CallError } from '../call-error';

/** The absolute path of a file that can be written. @throws {CallError} before anything has been run for nothing. */
export function writableFile(option: string, name: string): string {
  const file = resolve(name);
  try {
    if (/[/\\]$/.test(name)) throw new StoreError('it is a folder. Give the name of a file');
    probeOutput(file);
  } catch (error) {
    throw new CallError(`${option} ${name}: ${reasonOf(error, dirname(file))}.`, { cause: error });
  }
  return file;
}

function reasonOf(error: unknown, folder: string): string {
  if (error instanceof StoreError) return error.message.replace(/^it is /, 'that is ');
  if (!existsSync(folder)) return `there is no folder ${folder}. Make it first`;
  return `nothing can be written in ${folder} (${codeOf(error)}). Choose another folder or change its rights`;
}
