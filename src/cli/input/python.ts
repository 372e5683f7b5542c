import { dirname, resolve } from 'node:path';
import type { PythonInterpreter } from '../../core/protocol/python';
import type { WorkloadChoice } from '../../core/trace/comparison';
import { defaultInterpreter, namedInterpreter } from '../../recorder/interpreters/find-interpreters';
import { isPythonModule, pythonWorkloadById } from '../../workers/workloads';
import { CallError } from '../call-error';

/**
 * The interpreter that runs a workload: the one named, else the one nearest to it; null where it is no Python.
 *
 * @param describe the built `workers/python/describe_interpreter.py`
 * @throws {CallError}
 */
export async function pythonFor(
  { kind, id }: WorkloadChoice,
  named: string | undefined,
  describe: string,
): Promise<PythonInterpreter | null> {
  const isPython = kind === 'module' ? isPythonModule(id) : pythonWorkloadById(id) !== undefined;
  if (!isPython) {
    if (named !== undefined) throw new CallError(`--python ${named}: ${id} is no Python; leave the option out.`);
    return null;
  }
  try {
    // A bare name is looked for on the PATH, as a shell does.
    if (named !== undefined) return await namedInterpreter(/[/\\]/.test(named) ? resolve(named) : named, describe);
    return await defaultInterpreter({ script: describe, folder: kind === 'module' ? dirname(id) : null });
  } catch (error) {
    throw new CallError(`${named === undefined ? '' : `--python ${named}: `}${(error as Error).message}`, {
      cause: error,
    });
  }
}
