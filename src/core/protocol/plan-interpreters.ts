import type { InterpreterChoice } from '../trace/comparison';
import { interpreterNames } from '../trace/interpreter-modes';
import { pythonModes, type JobMode, type PythonMode } from '../trace/run';
import type { PythonInterpreter } from './python';

/** An interpreter that shall run a workload. `only`: it was added unasked, for these modes alone. */
export interface ChosenInterpreter extends Pick<PythonInterpreter, 'path' | 'version' | 'missing'> {
  readonly only?: readonly PythonMode[];
}

/** What a free-threaded interpreter that was found beside the chosen one is added for. */
export const freeThreadedModes = ['threads'] as const satisfies readonly PythonMode[];

/** Which of several interpreters runs which of the modes asked for: those that it has the packages of. */
export function planInterpreters(chosen: readonly ChosenInterpreter[], modes: readonly JobMode[]): InterpreterChoice[] {
  const names = interpreterNames(chosen);
  return chosen.map(({ path, version, missing, only = pythonModes }, index) => ({
    path,
    version,
    name: names[index]!,
    modes: only.filter((mode) => modes.includes(mode) && !(mode in missing)),
  }));
}
