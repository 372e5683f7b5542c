import { extname } from 'node:path';
import { z } from 'zod';
import { spawnPython } from '../../recorder/runner/spawn-python';
import { outFiles } from '../out-files';
import { spawnUtility } from './spawn-utility';

const answer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('checked'), title: z.string().max(500), items: z.number().int().min(0).nullable() }),
  z.object({ type: z.literal('failed'), failure: z.object({ message: z.string().max(5000) }) }),
]);

/** A module that has not loaded by then does something else than exporting. */
const limitMs = 15_000;

export const moduleExtensions = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.tsx', '.py'];

/**
 * Loads a module in a process of its own, for its title and number of items.
 *
 * @param python the interpreter of a Python module; null: it is JavaScript
 * @throws {Error} with a sentence that says what is wrong with it. No process is left then.
 */
export async function checkModule(
  file: string,
  python: string | null,
): Promise<{ title: string; items: number | null }> {
  if (!moduleExtensions.includes(extname(file))) {
    throw new Error(`${file} is no JavaScript, TypeScript or Python file (${moduleExtensions.join(', ')}).`);
  }
  const name = 'Juggler module check';
  const host =
    python === null
      ? await spawnUtility({ entry: outFiles.jobHost, name })
      : await spawnPython({ interpreter: python, entry: outFiles.python.host, name });
  // What it prints is not shown, but has to be read.
  host.stdout?.resume();
  host.stderr?.resume();
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      host.onMessage((message) => {
        const parsed = answer.safeParse(message);
        if (!parsed.success) return;
        if (parsed.data.type === 'checked') resolve(parsed.data);
        else reject(new Error(parsed.data.failure.message));
      });
      void host.exited.then(({ code }) => {
        reject(new Error(`${file} ended the process with exit code ${code} while it was loaded.`));
      });
      timer = setTimeout(() => {
        reject(
          new Error(
            `${file} was not loaded within ${limitMs / 1000} s: a module should only export its items and run.`,
          ),
        );
      }, limitMs);
      host.post({ type: 'check', file });
    });
  } finally {
    clearTimeout(timer);
    host.kill('SIGKILL');
  }
}
