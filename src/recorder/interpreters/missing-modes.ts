import type { MissingMode, PythonInterpreter } from '../../core/protocol/python';
import type { PythonMode } from '../../core/trace/run';
import type { InterpreterDescription } from './describe-interpreter';

const packages = { trio: 'trio', unsync: 'unsync', cython: 'cython' } as const satisfies Partial<
  Record<PythonMode, string>
>;

/** Modes whose package the interpreter lacks, each with the one command that would install it into that interpreter. */
export function missingModes(path: string, description: InterpreterDescription): PythonInterpreter['missing'] {
  const missing: Partial<Record<PythonMode, MissingMode>> = {};
  for (const [mode, name] of Object.entries(packages) as [keyof typeof packages, string][]) {
    if (description.packages[mode] !== null) continue;
    missing[mode] = {
      reason: `${name} is not installed in ${path} (Python ${description.version}).`,
      command: installCommand(path, name, description),
    };
  }
  const compiler = missing.cython === undefined ? noCompiler(description) : null;
  if (compiler !== null) missing.cython = compiler;
  return missing;
}

function installCommand(path: string, name: string, { isManaged, hasPip }: InterpreterDescription): string {
  const python = quoted(path);
  // PEP 668: pip refuses to touch the system's own packages, and rightly so.
  if (isManaged) return `${python} -m venv .venv && .venv/bin/python -m pip install ${name}`;
  return hasPip ? `${python} -m pip install ${name}` : `uv pip install --python ${python} ${name}`;
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
