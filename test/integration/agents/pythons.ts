import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Python {
  /** "3.11.7" */
  readonly version: string;
  readonly path: string;
}

/** Every interpreter that pyenv has here, and the system's own; old ones as well. */
const found: readonly Python[] = [...ofPyenv(), ...ofSystem()].toSorted((a, b) =>
  a.version.localeCompare(b.version, 'en', { numeric: true }),
);

export const pythons = found.filter(({ version }) => isNewEnough(version));
/** Those that the agent can't be in. */
export const oldPythons = found.filter(({ version }) => !isNewEnough(version));
/** The oldest, the newest, and what stands between them in the middle: for what costs seconds. */
export const somePythons = [...new Set([pythons[0], pythons[pythons.length >> 1], pythons.at(-1)])].filter(
  (python) => python !== undefined,
);
export const noPython = pythons.length === 0 ? 'no CPython from 3.8 on is installed here' : null;

function ofPyenv(): Python[] {
  const root = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((version) => /^\d+\.\d+\.\d+t?$/.test(version))
    .map((version) => ({ version, path: join(root, version, 'bin', 'python') }))
    .filter(({ path }) => existsSync(path));
}

function ofSystem(): Python[] {
  const path = '/usr/bin/python3';
  if (!existsSync(path)) return [];
  const version = execFileSync(path, ['-c', 'import sys; print(*sys.version_info[:3], sep=".")'], { encoding: 'utf8' });
  return [{ version: version.trim(), path }];
}

function isNewEnough(version: string): boolean {
  const [major, minor] = version.split('.').map(Number);
  return major! > 3 || (major === 3 && minor! >= 8);
}
