import {
  closeSync,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { temporaryName } from '../recorder/store/output-file';

export interface ReadResult<T> {
  readonly value: T;
  /** One sentence, when the file was there but could not be used; it is kept beside as `.bak`. */
  readonly trouble: string | null;
}

/** Reads a JSON file; missing gives `fallback`, broken gives `fallback` and keeps the broken one as `<file>.bak`. */
export function readJsonFile<T>(file: string, schema: z.ZodType<T>, fallback: T): ReadResult<T> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { value: fallback, trouble: null };
    return { value: fallback, trouble: `${file} cannot be read (${(error as Error).message}): defaults are used.` };
  }
  const parsed = schema.safeParse(parseOrUndefined(text));
  if (parsed.success) return { value: parsed.data, trouble: null };
  const backup = `${file}.bak`;
  copyFileSync(file, backup);
  return {
    value: fallback,
    trouble: `The settings in ${file} could not be understood: defaults are used, and the old file is kept as ${backup}.`,
  };
}

/** Whole or not at all: a temporary file, fsync, rename. @throws {Error} of the file system. */
export function writeJsonFile(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  const text = `${JSON.stringify(value, null, 2)}\n`;
  const temporary = temporaryName(file);
  try {
    writeSynced(temporary, text);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeSynced(file: string, text: string): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
