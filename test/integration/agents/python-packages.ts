import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Python } from './pythons';

const run = promisify(execFile);
const installMs = 120_000;

export interface PythonWithPackages {
  /** The interpreter of the virtual environment; empty where there is none. */
  readonly path: string;
  /** Why there is none, in a sentence; null: there is. */
  readonly missing: string | null;
}

/**
 * A virtual environment of the tests' own, under the project's cache, with packages of the package index. It is made once: the
 * system's Python is never touched.
 */
export async function pythonWith(python: Python | undefined, packages: readonly string[]): Promise<PythonWithPackages> {
  if (python === undefined) return { path: '', missing: 'no CPython from 3.8 on is installed here' };
  const folder = resolve('.cache', 'python', `${python.version}-${packages.join('-')}`);
  const path = join(folder, 'bin', 'python');
  if (existsSync(path)) return { path, missing: null };
  const making = `${folder}.${process.pid}`;
  try {
    mkdirSync(resolve('.cache', 'python'), { recursive: true });
    await run(python.path, ['-m', 'venv', making], { timeout: installMs });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
    await run(join(making, 'bin', 'python'), pip, { timeout: installMs });
    // Nothing in it but its scripts knows where it lies.
    renameSync(making, folder);
    return { path, missing: null };
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (existsSync(path)) return { path, missing: null };
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { path: '', missing: `${packages.join(', ')} can’t be had for Python ${python.version} (${reason})` };
  }
}
