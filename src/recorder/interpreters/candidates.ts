import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** Where an interpreter may be. */
export interface Candidate {
  readonly path: string;
  readonly origin: string;
}

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** The folder of the user's module; null: a built-in workload. */
  readonly folder: string | null;
}

const isWindows = process.platform === 'win32';
const inEnvironment = isWindows ? join('Scripts', 'python.exe') : join('bin', 'python');
const names = isWindows ? ['python.exe'] : ['python3', 'python', 'python3.15t', 'python3.14t', 'python3.13t'];
/** As builds without the GIL are called: `python3.14t`, pyenv's `3.14.0t`, uv's `cpython-3.14.0+freethreaded-linux`. */
const freeThreaded = /\d\.\d+(\.\d+)?t\b|freethreaded|nogil/;

/** Interpreters that are likely to be there, the one that the user would expect first; each file once. */
export function candidates({ environment, home, folder }: Surroundings): Candidate[] {
  const found = [
    ...(folder === null ? [] : besideScript(folder)),
    ...active('VIRTUAL_ENV', environment),
    ...active('CONDA_PREFIX', environment),
    ...onPath(environment['PATH'] ?? ''),
    ...versions(join(environment['PYENV_ROOT'] ?? join(home, '.pyenv'), 'versions'), 'pyenv'),
    ...versions(environment['UV_PYTHON_INSTALL_DIR'] ?? join(home, '.local', 'share', 'uv', 'python'), 'uv'),
    ...['miniconda3', 'anaconda3', 'miniforge3', '.conda'].flatMap((name) => [
      ...inFolder(join(home, name), 'conda'),
      ...versions(join(home, name, 'envs'), 'conda'),
    ]),
  ];
  const seen = new Set<string>();
  return found.filter(({ path }) => {
    // Not what a link of a virtual environment leads to: that would be the interpreter without its packages.
    const key = join(realpathSync(dirname(path)), path.slice(dirname(path).length));
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Whether its path says that it has no GIL: asking every interpreter on a machine takes a second or two. */
export const soundsFreeThreaded = ({ path }: Candidate): boolean => freeThreaded.test(path);

/** `.venv` or `venv` in the folder of the script, or in one above it. */
function besideScript(folder: string): Candidate[] {
  for (let at = folder; ; at = dirname(at)) {
    const here = ['.venv', 'venv', 'env'].flatMap((name) =>
      existsSync(join(at, name, 'pyvenv.cfg')) ? inFolder(join(at, name), 'next to the script') : [],
    );
    if (here.length > 0 || dirname(at) === at) return here;
  }
}

function active(variable: string, environment: Surroundings['environment']): Candidate[] {
  const folder = environment[variable];
  return folder === undefined || folder === '' ? [] : inFolder(folder, variable);
}

function onPath(path: string): Candidate[] {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) =>
    names.map((name) => ({ path: join(folder, name), origin: 'PATH' })).filter(({ path: file }) => existsSync(file)),
  );
}

/** A folder that holds one folder a version, newest first. */
function versions(folder: string, origin: string): Candidate[] {
  if (!existsSync(folder)) return [];
  const numbered = new Intl.Collator('en', { numeric: true });
  const found = readdirSync(folder).sort((a, b) => numbered.compare(b, a));
  return found.flatMap((name) => inFolder(join(folder, name), origin));
}

function inFolder(folder: string, origin: string): Candidate[] {
  const path = join(folder, inEnvironment);
  const root = join(folder, 'python.exe');
  if (existsSync(path)) return [{ path, origin }];
  return isWindows && existsSync(root) ? [{ path: root, origin }] : [];
}
