import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** Where comparisons live, for the app and the CLI alike: `JUGGLER_LIBRARY`, or the platform's place for data. */
export function libraryFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  const chosen = environment['JUGGLER_LIBRARY'];
  if (chosen) return resolve(chosen);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Juggler', 'library');
  if (platform === 'win32') {
    return join(environment['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Juggler', 'library');
  }
  const data = environment['XDG_DATA_HOME'];
  // XDG Base Directory Specification: relative paths are to be ignored.
  return join(data && isAbsolute(data) ? data : join(home, '.local', 'share'), 'juggler', 'library');
}
