import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/**
 * Where a program lies, found as a shell would.
 *
 * @throws {Error} with a sentence: there is none, or it may not be executed
 */
export function findProgram(name: string, folder: string, path: string | undefined): string {
  if (name === '') throw new Error('No command was given: say what to run.');
  if (name.includes('/')) {
    const file = isAbsolute(name) ? name : resolve(folder, name);
    const trouble = troubleWith(file);
    if (trouble === null) return file;
    throw new Error(`${name} ${trouble}`);
  }
  let refused: string | null = null;
  for (const place of (path ?? '/usr/local/bin:/usr/bin:/bin').split(delimiter)) {
    const file = join(place === '' ? folder : place, name);
    const trouble = troubleWith(file);
    if (trouble === null) return file;
    if (trouble !== absent) refused ??= `${file} ${trouble}`;
  }
  throw new Error(refused ?? `There is no program “${name}” on the PATH. Check its name, or give its whole path.`);
}

const absent = 'does not exist. Check its path.';

function troubleWith(file: string): string | null {
  try {
    if (!statSync(file).isFile()) return 'is a folder, and no program.';
  } catch {
    return absent;
  }
  try {
    accessSync(file, constants.X_OK);
    return null;
  } catch {
    return 'may not be executed. Make it executable (chmod +x), or name the program that runs it first.';
  }
}
