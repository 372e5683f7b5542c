import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pythons } from '../agents/pythons';

/** What the modes trio, unsync and cython need; never put into anybody's own Python. */
const packages = ['trio', 'unsync', 'cython'];

export type PythonWithPackages = { readonly path: string } | { readonly missing: string };

/** An interpreter with the packages, in a virtual environment of the project's cache; made once. Or why there is none. */
export function pythonWithPackages(): PythonWithPackages {
  // Neither the oldest, for which packages are no longer made, nor one of which they don't know yet.
  const base = pythons.find(({ version }) => version.startsWith('3.11')) ?? pythons.at(-1);
  if (base === undefined) return { missing: 'no CPython from 3.8 on is installed here' };
  const folder = resolve('.cache', 'python-modes', base.version);
  const path = join(folder, 'bin', 'python');
  if (hasAll(path)) return { path };
  rmSync(folder, { recursive: true, force: true });
  try {
    execFileSync(base.path, ['-m', 'venv', folder], { stdio: 'pipe' });
    execFileSync(path, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages], {
      stdio: 'pipe',
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const said = String((error as { stderr?: Buffer }).stderr ?? error).trim();
    return { missing: `Trio, unsync and Cython could not be installed: ${said.split('\n').at(-1)}` };
  }
  return { path };
}

function hasAll(path: string): boolean {
  if (!existsSync(path)) return false;
  return spawnSync(path, ['-c', 'import trio, unsync, Cython'], { stdio: 'ignore' }).status === 0;
}
