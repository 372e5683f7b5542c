import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { notRegular } from '../../recorder/store/output-file';
import { codeOf } from '../../recorder/store/store-error';
import { CallError } from '../call-error';
import { appFolder } from '../engine/folders';
import { exitCodes } from '../exit-codes';
import { defineCommand } from './command';

/** An app that is still there after this long has started. */
const settledMs = 2000;

export const openCommand = defineCommand({
  name: 'open',
  add: (program, { terminal }, finish) => {
    program
      .command('open')
      .description('open the app, with a comparison if one is given')
      .argument('[file]', 'a .juggler file')
      .action(async (name: string | undefined) => {
        const file = name === undefined ? null : existingFile(name);
        if (!hasDisplay()) {
          throw new Error(
            'There is no display here (DISPLAY and WAYLAND_DISPLAY are not set). “juggler info FILE” shows a comparison in the terminal.',
          );
        }
        await startApp(file === null ? [] : [file]);
        terminal.err.write(file === null ? 'Juggler is open.\n' : `Juggler opens ${file}.\n`);
        finish(exitCodes.done);
      });
  },
});

/** @throws {CallError} */
export function existingFile(name: string): string {
  const file = resolve(name);
  let found;
  try {
    found = statSync(file, { throwIfNoEntry: false });
  } catch (error) {
    throw new CallError(`${file} can’t be read (${codeOf(error)}).`, { cause: error });
  }
  if (found === undefined) throw new CallError(`There is no file ${file}.`);
  const what = notRegular(found);
  if (what !== null) throw new CallError(`${file} is ${what}, not a .juggler file.`);
  return file;
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** The app outlives this process. @throws {Error} with a sentence, when it does not start */
async function startApp(args: readonly string[]): Promise<void> {
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env;
  const packaged = process.versions['electron'] !== undefined;
  const executable = packaged ? process.execPath : electronOfCheckout();
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const all = [...(isRoot ? ['--no-sandbox'] : []), ...(packaged ? [] : [appFolder]), ...args];
  const child = spawn(executable, all, { detached: true, stdio: 'ignore', env: environment });
  const failed = await new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // A second start hands its file to the app that runs already, and ends with 0.
    child.once('exit', (code, signal) => resolve(code === 0 ? null : `it ended with ${signal ?? `exit code ${code}`}`));
    setTimeout(() => resolve(null), settledMs);
  });
  child.removeAllListeners();
  child.unref();
  if (failed !== null) throw new Error(`The app could not be started with ${executable}: ${failed}.`);
}

function electronOfCheckout(): string {
  let path: unknown;
  try {
    path = createRequire(import.meta.url)('electron');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Electron is not there (${why}). “npm run setup” gets it.`, { cause: error });
  }
  if (typeof path !== 'string' || !existsSync(path)) throw new Error('Electron is not there. “npm run setup” gets it.');
  return path;
}
