/*
 * Interpreters are looked for where people keep them, and asked what they are; nothing is installed or changed.
 *
 *   candidates (files) ── describe_interpreter.py ──> from Python 3.8 on, CPython ──> each installation once
 */
import { homedir } from 'node:os';
import { joinWords } from '../../core/base/join-words';
import type { PythonInterpreter } from '../../core/protocol/python';
import { isFreeThreaded } from '../../core/trace/interpreter-modes';
import { candidates, soundsFreeThreaded, type Candidate } from './candidates';
import { describeInterpreter, type InterpreterDescription } from './describe-interpreter';
import { missingModes } from './missing-modes';

export interface InterpreterSearch {
  /** The built `workers/python/describe_interpreter.py`. */
  readonly script: string;
  /** The folder of the user's module; null: a built-in workload. */
  readonly folder: string | null;
}

/** The oldest that the host of a job runs on. */
const oldest = [3, 8] as const;
/** Asked at once: each is a process. */
const atOnce = 4;

/** All that are there, the one that would be taken unasked first. */
export async function findInterpreters({ script, folder }: InterpreterSearch): Promise<PythonInterpreter[]> {
  const waiting = candidatesFor(folder);
  const found: (Asked | null)[] = [];
  for (let first = 0; first < waiting.length; first += atOnce) {
    found.push(...(await Promise.all(waiting.slice(first, first + atOnce).map((each) => ask(each, script)))));
  }
  const seen = new Set<string>();
  return found.flatMap((asked) => {
    if (asked === null) return [];
    const { prefix, version } = asked.description;
    if (seen.has(`${prefix}\0${version}`)) return [];
    seen.add(`${prefix}\0${version}`);
    return [asked.interpreter];
  });
}

/** The first that can be used. @throws {Error} with a sentence, where there is none */
export async function defaultInterpreter({ script, folder }: InterpreterSearch): Promise<PythonInterpreter> {
  for (const candidate of candidatesFor(folder)) {
    const asked = await ask(candidate, script);
    if (asked !== null) return asked.interpreter;
  }
  throw new Error(
    'No Python from 3.8 on was found: not beside the script, in VIRTUAL_ENV, on the PATH, nor with pyenv, conda or uv. Install one, or name it with --python.',
  );
}

/** One without the GIL, where there is any beside the one that is taken unasked; null: there is none. */
export async function freeThreadedInterpreter({
  script,
  folder,
}: InterpreterSearch): Promise<PythonInterpreter | null> {
  for (const candidate of candidatesFor(folder).filter(soundsFreeThreaded)) {
    const asked = await ask(candidate, script);
    if (asked !== null && isFreeThreaded(asked.interpreter.version)) return asked.interpreter;
  }
  return null;
}

const versionPattern = /^\d+\.\d+(\.\d+)?t?$/;

/** Whether it names an interpreter by its version: `3.13`, `3.13.0`, `3.14t`. */
export const isVersion = (text: string): boolean => versionPattern.test(text);

/** The first of a version. @throws {Error} with a sentence that names those that were found */
export async function interpreterOfVersion(wanted: string, search: InterpreterSearch): Promise<PythonInterpreter> {
  const found = await findInterpreters(search);
  const [numbers = '', threads = ''] = wanted.split(/(t)$/);
  const match = found.find(
    ({ version }) =>
      isFreeThreaded(version) === (threads === 't') && `${version.replace(/t$/, '')}.`.startsWith(`${numbers}.`),
  );
  if (match !== undefined) return match;
  const there = found.length === 0 ? 'none from 3.8 on' : joinWords([...new Set(found.map(({ version }) => version))]);
  throw new Error(`there is no Python ${wanted} here; found: ${there}. Name one of them, or a path.`);
}

/** One that the user names. @throws {Error} with a sentence, if it can't be used and why */
export async function namedInterpreter(path: string, script: string): Promise<PythonInterpreter> {
  const description = await describeInterpreter(path, script);
  const refusal = refusalOf(description);
  if (refusal !== null) throw new Error(`${path} is ${refusal}. Choose a CPython from 3.8 on.`);
  return interpreterOf({ path, origin: 'named' }, description);
}

interface Asked {
  readonly interpreter: PythonInterpreter;
  readonly description: InterpreterDescription;
}

const candidatesFor = (folder: string | null): Candidate[] =>
  candidates({ environment: process.env, home: homedir(), folder });

async function ask(candidate: Candidate, script: string): Promise<Asked | null> {
  try {
    const description = await describeInterpreter(candidate.path, script);
    if (refusalOf(description) !== null) return null;
    return { interpreter: interpreterOf(candidate, description), description };
  } catch {
    // A shim that leads nowhere, a broken environment.
    return null;
  }
}

function interpreterOf({ path, origin }: Candidate, description: InterpreterDescription): PythonInterpreter {
  // Behind a shim of pyenv's stands a shell script that looks for the interpreter each time.
  const started = description.executable === '' ? path : description.executable;
  return {
    path: started,
    version: description.isFreeThreaded ? `${description.version}t` : description.version,
    origin,
    missing: missingModes(started, description),
  };
}

/** What it is, that can't be used; null: it can. */
function refusalOf({ version, implementation }: InterpreterDescription): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (implementation !== 'cpython') return `${implementation} ${version}, not CPython`;
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1]) ? `Python ${version}, which is too old` : null;
}
