import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** `out/`: built entries and chunks alike lie one folder below it. */
export const outFolder = fileURLToPath(new URL('..', import.meta.url));

/** The checkout, or the packaged app's own folder. */
export const appFolder = join(outFolder, '..');

export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8'));
  return String(Reflect.get(manifest as object, 'version'));
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where comparisons live: the same folder as the app's, `library` in Electron's `userData` for the product name Juggler
 * (https://www.electronjs.org/docs/latest/api/app#appgetpathname).
 */
export function libraryFolder(environment: Environment = process.env, platform = process.platform): string {
  if (isSet(environment['JUGGLER_LIBRARY'])) return environment['JUGGLER_LIBRARY'];
  if (isSet(environment['JUGGLER_USER_DATA'])) return join(environment['JUGGLER_USER_DATA'], 'library');
  return join(appData(environment, platform), 'Juggler', 'library');
}

function appData(environment: Environment, platform: NodeJS.Platform): string {
  if (platform === 'win32') return environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return isSet(environment['XDG_CONFIG_HOME']) ? environment['XDG_CONFIG_HOME'] : join(homedir(), '.config');
}

const isSet = (value: string | undefined): value is string => value !== undefined && value !== '';
