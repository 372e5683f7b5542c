import { dirname, resolve } from 'node:path';
import { freeThreadedModes, type ChosenInterpreter } from '../../core/protocol/plan-interpreters';
import type { PythonInterpreter } from '../../core/protocol/python';
import type { WorkloadChoice } from '../../core/trace/comparison';
import { isFreeThreaded } from '../../core/trace/interpreter-modes';
import {
  defaultInterpreter,
  freeThreadedInterpreter,
  interpreterOfVersion,
  isVersion,
  namedInterpreter,
  type InterpreterSearch,
} from '../../recorder/interpreters/find-interpreters';
import { isPythonModule, pythonWorkloadById } from '../../workers/workloads';
import { CallError } from '../call-error';

/**
 * The interpreters that run a workload: those named, else the one nearest to it and, for a built-in, a free-threaded one where
 * there is any; none where it is no Python.
 *
 * @param describe the built `workers/python/describe_interpreter.py`
 * @throws {CallError}
 */
export async function pythonsFor(
  { kind, id }: WorkloadChoice,
  named: readonly string[],
  describe: string,
): Promise<readonly ChosenInterpreter[]> {
  const isPython = kind === 'module' ? isPythonModule(id) : pythonWorkloadById(id) !== undefined;
  if (!isPython) {
    if (named.length > 0) throw new CallError(`--python ${named[0]}: ${id} is no Python; leave the option out.`);
    return [];
  }
  const search = { script: describe, folder: kind === 'module' ? dirname(id) : null };
  if (named.length > 0) return namedOnes(named, search);
  try {
    const nearest = await defaultInterpreter(search);
    // A module of one's own may need packages that it lacks: that one is added only when it is named.
    const other = kind === 'module' || isFreeThreaded(nearest.version) ? null : await freeThreadedInterpreter(search);
    return other === null ? [nearest] : [nearest, { ...other, only: freeThreadedModes }];
  } catch (error) {
    throw new CallError((error as Error).message, { cause: error });
  }
}

async function namedOnes(named: readonly string[], search: InterpreterSearch): Promise<PythonInterpreter[]> {
  const found: PythonInterpreter[] = [];
  for (const name of named) {
    try {
      const one = await (isVersion(name)
        ? interpreterOfVersion(name, search)
        : // A bare name is looked for on the PATH, as a shell does.
          namedInterpreter(/[/\\]/.test(name) ? resolve(name) : name, search.script));
      if (!found.some(({ path }) => path === one.path)) found.push(one);
    } catch (error) {
      throw new CallError(`--python ${name}: ${(error as Error).message}`, { cause: error });
    }
  }
  return found;
}
