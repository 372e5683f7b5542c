import { isCommandMode, loopModes, modes, type InterpreterMode, type JobMode, type Mode, type PythonMode } from './run';

const separator = ' · Python ';

/** The band of a mode on one of several interpreters. @param name of the interpreter, see `interpreterNames` */
export const interpreterMode = (mode: PythonMode, name: string): InterpreterMode => `${mode}${separator}${name}`;

/** For where there is little room: `threads 3.13`. */
export const shortMode = (mode: Mode): string => mode.replace(separator, ' ');

/** How its items are run, whatever runs them; null of a command. */
export function kindOfMode(mode: Mode): JobMode | null {
  if (isCommandMode(mode)) return null;
  const kind = mode.split(separator, 1)[0];
  return modes.find((each) => each === kind) ?? null;
}

/** Whether one event loop has its items in flight, whatever runs it. */
export const isLoopMode = (mode: Mode): boolean => {
  const kind = kindOfMode(mode);
  return loopModes.some((each) => each === kind);
};

/** The band of another mode on the same interpreter as `mode`'s. */
export function besideMode(mode: Mode, kind: JobMode): Mode {
  const at = mode.indexOf(separator);
  return at < 0 ? kind : (`${kind}${mode.slice(at)}` as InterpreterMode);
}

/** Whether what differs between two bands is not the interpreter. */
export const isOfSameInterpreter = (a: Mode, b: Mode): boolean => interpreterOf(a) === interpreterOf(b);

const interpreterOf = (mode: Mode): string | null => mode.split(separator)[1] ?? null;

type Interpreter = { readonly path: string; readonly version: string };

/** Ways to call an interpreter, the shortest first: by version, else by where it is, too. */
const namings: readonly ((interpreter: Interpreter) => string)[] = [
  ({ version }) => version.replace(/^(\d+\.\d+)\.\d+/, '$1'),
  ({ version }) => version,
  ({ path, version }) => `${version} in ${folderOf(path)}`,
  ({ path, version }) => `${version}, ${path}`,
];

/** What tells interpreters apart, as short as it can be: `3.13`, `3.13.0`, `3.13.0 in project/.venv`. */
export function interpreterNames(interpreters: readonly Interpreter[]): string[] {
  return interpreters.map((one) => {
    const naming = namings.find((name) => interpreters.filter((other) => name(other) === name(one)).length === 1);
    return (naming ?? namings.at(-1)!)(one);
  });
}

/** The installation's folder with the one that it is in: of `/home/me/project/.venv/bin/python` it is `project/.venv`. */
const folderOf = (path: string): string =>
  path
    .split(/[/\\]/)
    .slice(0, -1)
    .filter((part) => part !== '' && part !== 'bin' && part !== 'Scripts')
    .slice(-2)
    .join('/');

/** Whether a version is of a build without the global lock: `3.14.0t`. */
export const isFreeThreaded = (version: string): boolean => version.endsWith('t');
