import type { ComparisonSpec } from './comparison';
import { interpreterMode } from './interpreter-modes';
import type { JobMode, Mode, PythonChoice } from './run';

/** One band of a comparison before it is run. */
export interface PlannedBand {
  readonly mode: Mode;
  /** Short, and good for the name of a folder: `threads`, `threads-python2`. */
  readonly key: string;
  readonly kind: JobMode;
  /** What runs it; null: it is no Python. */
  readonly python: PythonChoice | null;
}

/** What a comparison runs in each repeat, in order: the interpreters of one mode next to each other. */
export function plannedBands({
  modes,
  interpreters,
  workload,
}: Pick<ComparisonSpec, 'modes' | 'interpreters' | 'workload'>): PlannedBand[] {
  if (interpreters === undefined) {
    return modes.map((kind) => ({ mode: kind, key: kind, kind, python: workload.python ?? null }));
  }
  return modes.flatMap((kind) =>
    interpreters.flatMap(({ name, path, version, modes: able }, index) => {
      const mode = able.find((each) => each === kind);
      return mode === undefined
        ? []
        : [{ mode: interpreterMode(mode, name), key: `${kind}-python${index + 1}`, kind, python: { path, version } }];
    }),
  );
}
