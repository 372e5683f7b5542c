/*
 * JavaScript is imported natively; TypeScript through jiti, which strips the types and knows files without
 * extensions. A `.js` file that Node refuses for its syntax only (modules without "type": "module", imports of .ts
 * files) is tried with jiti too. Every run is a process of its own: what is loaded is always what is on disk.
 */
import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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
  // 60 ms to load: only where it is needed.
  const { createJiti } = await import('jiti');
  const jiti = createJiti(pathToFileURL(file).href, { fsCache: false, moduleCache: true, jsx: true });
  return await jiti.import<object>(file);
}

function loadFailure(file: string, error: unknown): ReturnType<typeof failureOf> {
  const place = error instanceof SyntaxError ? placeOf(error, file) : null;
  return failureOf(
    error,
    `loading ${basename(file)}${place === null ? '' : ` failed at ${place}`}${place === null ? ' failed' : ''}`,
  );
}

/** `work.js:3:14`, from babel's `(3:14)` or the first line that V8 puts before its stack. */
function placeOf(error: SyntaxError, file: string): string | null {
  const text = `${error.message}\n${error.stack ?? ''}`;
  const byNode = /^(file:\/\/\S+|\/\S+):(\d+)$/m.exec(text);
  const path = byNode?.[1];
  if (path !== undefined) return `${basename(path.startsWith('file:') ? fileURLToPath(path) : path)}:${byNode![2]}`;
  const byBabel = /(?:^|\s)(\/[^\n]*?|[A-Z]:[^\n]*?)?:? ?[^\n]*\((\d+):(\d+)\)/.exec(error.message);
  return byBabel === null ? null : `${basename(byBabel[1] ?? file)}:${byBabel[2]}:${byBabel[3]}`;
}

function codeOf(error: unknown): string {
  const code: unknown = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
