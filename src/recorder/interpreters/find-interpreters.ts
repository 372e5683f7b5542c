/*
 * Interpreters are looked for where people keep them, and asked what they are; nothing is installed or changed.
 *
 *   candidates (files) ── describe_interpreter.py ──> from Python 3.8 on, CPython ──> each installation once
 */
import { homedir } from 'node:os';
import { joinWords } from '../../core/base/join-words';
import type { PythonInterpreter } from '../../core/protocol/python';
import { isFreeThreaded } from '../../core/trace/interpreter-modes';
import { refusalOf, versionOf } from './accepted';
import { candidates, soundsFreeThreaded, type Candidate } from './candidates';
import { describeInterpreter, type InterpreterDescription } from './describe-interpreter';
import { missingModes } from './missing-modes';

export interface InterpreterSearch {
  /** The built `workers/python/describe_interpreter.py`. */
  readonly script: string;
  /** The folder of the user's module; null: a built-in workload. */
  readonly folder: string | null;
}

/** Asked at once: each is a process. */
const atOnce = 4;

/** All that are there and can be used, the one that would be taken unasked first. */
export async function findInterpreters(search: InterpreterSearch): Promise<PythonInterpreter[]> {
  return (await askInterpreters(search))
    .filter(({ description }) => refusalOf(description) === null)
    .map(interpreterOf);
}

/** All that are there, each installation once, whether they can be used or not. */
export async function askInterpreters({ script, folder }: InterpreterSearch): Promise<AskedInterpreter[]> {
  const waiting = candidatesFor(folder);
  const found: (AskedInterpreter | null)[] = [];
  for (let first = 0; first < waiting.length; first += atOnce) {
    found.push(...(await Promise.all(waiting.slice(first, first + atOnce).map((each) => ask(each, script)))));
  }
  const seen = new Set<string>();
  return found.flatMap((asked) => {
    if (asked === null) return [];
    const { prefix, version } = asked.description;
    if (seen.has(`${prefix}\0${version}`)) return [];
    seen.add(`${prefix}\0${version}`);
    return [asked];
  });
}

/** The first that can be used. @throws {Error} with a sentence, where there is none */
export async function defaultInterpreter({ script, folder }: InterpreterSearch): Promise<PythonInterpreter> {
  for (const candidate of candidatesFor(folder)) {
    const asked = await ask(candidate, script);
    if (asked !== null && refusalOf(asked.description) === null) return interpreterOf(asked);
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
    if (asked?.description.isFreeThreaded === true) return interpreterOf(asked);
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
  return interpreterOf(askedAs(path, 'named', description));
}

/** An interpreter that answered. */
export interface AskedInterpreter extends Candidate {
  readonly description: InterpreterDescription;
}

const candidatesFor = (folder: string | null): Candidate[] =>
  candidates({ environment: process.env, home: homedir(), folder });

async function ask({ path, origin }: Candidate, script: string): Promise<AskedInterpreter | null> {
  try {
    return askedAs(path, origin, await describeInterpreter(path, script));
  } catch {
    // A shim that leads nowhere, a broken environment.
    return null;
  }
}

/** Behind a shim of pyenv's stands a shell script that looks for the interpreter each time. */
const askedAs = (path: string, origin: string, description: InterpreterDescription): AskedInterpreter => ({
  path: description.executable === '' ? path : description.executable,
  origin,
  description,
});

const interpreterOf = ({ path, origin, description }: AskedInterpreter): PythonInterpreter => ({
  path,
  version: versionOf(description),
  origin,
  missing: missingModes(path, description),
});
