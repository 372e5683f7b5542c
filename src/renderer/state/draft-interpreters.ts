import { freeThreadedModes, planInterpreters, type ChosenInterpreter } from '../../core/protocol/plan-interpreters';
import type { PythonInterpreter } from '../../core/protocol/python';
import type { ComparisonSpec } from '../../core/trace/comparison';
import { isFreeThreaded } from '../../core/trace/interpreter-modes';
import { pythonModes, type JobMode, type PythonChoice } from '../../core/trace/run';

/** What runs a draft's Python workload, the first one first; none where it is no Python. */
export const chosenPythons = ({ workload, interpreters }: ComparisonSpec): readonly PythonChoice[] =>
  interpreters ?? (workload.python === undefined ? [] : [workload.python]);

/** A draft that is run by these interpreters, in those of the modes that one of them has. */
export function onInterpreters(
  { workload, workers, inFlight, repeats, timeLimitMs }: ComparisonSpec,
  chosen: readonly ChosenInterpreter[],
  modes: readonly JobMode[],
): ComparisonSpec {
  const first = chosen[0];
  const spec = { workload, workers, inFlight, repeats, timeLimitMs };
  if (first === undefined) return { ...spec, modes };
  const { path, version } = first;
  const able = modes.filter((mode) => chosen.some(({ missing }) => !(mode in missing)));
  return {
    ...spec,
    workload: { ...workload, python: { path, version } },
    modes: able,
    ...(chosen.length > 1 ? { interpreters: planInterpreters(chosen, able) } : {}),
  };
}

/** What is known of the interpreters of a draft; of one that is not here any more, that nothing is known to be missing. */
export function knownPythons(
  chosen: readonly PythonChoice[],
  found: readonly PythonInterpreter[],
  added: string | null,
): ChosenInterpreter[] {
  return chosen.map(({ path, version }) => {
    const missing = found.find((one) => one.path === path)?.missing ?? {};
    return { path, version, missing, ...(path === added ? { only: freeThreadedModes } : {}) };
  });
}

/** The first that was found and, for a built-in workload, one without the GIL: what threads gain there is worth seeing. */
export function usualPythons(
  found: readonly PythonInterpreter[],
  isBuiltIn: boolean,
): { readonly chosen: readonly PythonInterpreter[]; readonly added: string | null } {
  const first = found[0];
  if (first === undefined) return { chosen: [], added: null };
  const other =
    isBuiltIn && !isFreeThreaded(first.version) ? found.find((one) => isFreeThreaded(one.version)) : undefined;
  return other === undefined ? { chosen: [first], added: null } : { chosen: [first, other], added: other.path };
}

/** Modes that none of them has. */
export const missingEverywhere = (chosen: readonly ChosenInterpreter[]): readonly JobMode[] =>
  pythonModes.filter((mode) => chosen.length > 0 && chosen.every(({ missing }) => mode in missing));
