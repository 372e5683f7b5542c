import { accessSync, closeSync, constants, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Beside the built entries; from inside a package's archive nothing can be executed, so it lies in `bin/` there. */
const candidates = (): readonly string[] => {
  const out = fileURLToPath(new URL('..', import.meta.url));
  const archive = out.indexOf('app.asar');
  return archive < 0 ? [join(out, 'juggler')] : [join(out.slice(0, archive), '..', 'bin', 'juggler')];
};

/** The native launcher (src/launcher); null: there was no C compiler when Juggler was built, or this is not Linux. */
export function launcherFile(environment: NodeJS.ProcessEnv = process.env): string | null {
  if (process.platform !== 'linux' || environment['JUGGLER_NO_LAUNCHER'] === '1') return null;
  return candidates().find(isExecutable) ?? null;
}

/** In a package that was built without a C compiler, a script has its name. */
function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    const magic = Buffer.alloc(4);
    const descriptor = openSync(file, 'r');
    readSync(descriptor, magic, 0, 4, 0);
    closeSync(descriptor);
    return magic.toString('latin1') === '\x7FELF';
  } catch {
    return false;
  }
}
