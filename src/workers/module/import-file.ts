/*
 * JavaScript is imported natively; TypeScript through jiti, which strips the types and knows files without
 * extensions. A `.js` file that Node refuses for its syntax only (modules without "type": "module", imports of .ts
 * files) is tried with jiti too. Every run is a process of its own: what is loaded is always what is on disk.
 */
import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RunFailure } from '../../core/trace/run';
import { failureOf, JobError } from '../run/failure';

const nativeExtensions = new Set(['.js', '.mjs', '.cjs']);
const transformedExtensions = new Set(['.ts', '.mts', '.cts', '.tsx', '.jsx']);
/** Errors of Node's loader that say nothing about the code itself. */
const loaderRefusals = new Set(['ERR_UNKNOWN_FILE_EXTENSION', 'ERR_UNSUPPORTED_DIR_IMPORT']);

/** @throws {JobError} with a sentence that names the file, and the line of a syntax error. */
export async function importFile(file: string): Promise<object> {
  const extension = extname(file);
  if (!existsSync(file)) throw new JobError({ message: `${file} doesn’t exist.` });
  try {
    if (transformedExtensions.has(extension)) return await importTransformed(file);
    if (nativeExtensions.has(extension)) return await importNative(file);
  } catch (error) {
    throw new JobError(loadFailure(file, error));
  }
  throw new JobError({
    message: `${basename(file)} is not JavaScript or TypeScript: choose a .js, .mjs, .cjs, .jsx, .ts, .mts, .cts or .tsx file.`,
  });
}

async function importNative(file: string): Promise<object> {
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as object;
  } catch (error) {
    if (!(error instanceof SyntaxError) && !loaderRefusals.has(codeOf(error))) throw error;
    // A real syntax error is found again, with its line.
    return await importTransformed(file);
  }
}

async function importTransformed(file: string): Promise<object> {
  // With its compiler bundled. Large: only where it is needed.
  const { createJiti } = await import('jiti/static');
  const jiti = createJiti(pathToFileURL(file).href, { fsCache: false, jsx: true });
  return await jiti.import<object>(file);
}

function loadFailure(file: string, error: unknown): RunFailure {
  const what = `loading ${basename(file)} failed`;
  const parsing = error instanceof Error ? parseError.exec(error.message) : null;
  if (parsing !== null) {
    const [, reason, path, line, column] = parsing;
    return { message: `${what} at ${basename(path!)}:${line}:${column}: SyntaxError: ${reason!.trim()}` };
  }
  const place = error instanceof SyntaxError ? nodePlace.exec(error.stack ?? '') : null;
  if (place === null) return failureOf(error, what);
  const path = place[1]!;
  return failureOf(error, `${what} at ${basename(path.startsWith('file:') ? fileURLToPath(path) : path)}:${place[2]}`);
}

/** `ParseError: Unexpected token \n /path/work.ts:3:15`, as jiti says it. */
const parseError = /^ParseError: ([^\n]*)\n\s*(.+):(\d+):(\d+)/;
/** The line that V8 puts before the stack of a SyntaxError: `file:///path/work.js:3`. */
const nodePlace = /^(file:\/\/\S+|\/.+|[A-Z]:.+):(\d+)$/m;

function codeOf(error: unknown): string {
  const code: unknown = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
