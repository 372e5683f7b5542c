import type { MissingMode, PythonInterpreter } from '../../core/protocol/python';
import type { PythonMode } from '../../core/trace/run';
import type { InterpreterDescription } from './describe-interpreter';

/** Modes that need the package of the same name. */
export const modePackages = ['trio', 'unsync', 'cython'] as const satisfies readonly PythonMode[];

/** Modes whose package the interpreter lacks, each with the one command that would install it into that interpreter. */
export function missingModes(path: string, description: InterpreterDescription): PythonInterpreter['missing'] {
  const missing: Partial<Record<PythonMode, MissingMode>> = {};
  for (const name of modePackages) {
    if (description.packages[name] !== null) continue;
    missing[name] = {
      reason: `${name} is not installed in ${path} (Python ${description.version}).`,
      command: installCommand(path, [name], description),
    };
  }
  const compiler = missing.cython === undefined ? noCompiler(description) : null;
  if (compiler !== null) missing.cython = compiler;
  return missing;
}

/** The one command that puts packages into an interpreter, or into an environment made of it where it wants none. */
export function installCommand(
  path: string,
  names: readonly string[],
  { isManaged, hasPip }: InterpreterDescription,
): string {
  const all = names.join(' ');
  const python = quoted(path);
  // PEP 668: pip refuses to touch the system's own packages, and rightly so.
  if (isManaged) return `${python} -m venv .venv && .venv/bin/python -m pip install ${all}`;
  return hasPip ? `${python} -m pip install ${all}` : `uv pip install --python ${python} ${all}`;
}

function noCompiler({ compiler, hasHeaders, version }: InterpreterDescription): MissingMode | null {
  if (compiler === null) {
    return { reason: `Python ${version} does not say how extensions are compiled for it.`, command: null };
  }
  if (hasHeaders) return null;
  const [major, minor] = version.split('.');
  return {
    reason: `The C headers of Python ${version} are not installed: nothing can be compiled for it.`,
    command: `sudo apt-get install python${major}.${minor}-dev`,
  };
}

const quoted = (path: string): string => (/^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);
