import type { Machine } from '../trace/machine';
import { workRange } from '../trace/phase-times';
import type { Mode } from '../trace/run';
import type { WorkloadChoice } from '../trace/comparison';
import type { ModeResult } from './compare-modes';
import { findings } from './findings';
import type { Finding, FindingDefinition, FinishedRun } from './findings/finding';
import type { RecordingIndex } from './recording-index';
import { summariseRun } from './summarise-run';

/** What explanations are made of. `recordings`: indexes by run id; runs without one are left out. */
export interface ExplainInput {
  readonly machine: Machine;
  readonly workload: WorkloadChoice;
  readonly results: readonly ModeResult[];
  readonly recordings: ReadonlyMap<string, RecordingIndex>;
}

/** What limits the runs, in plain words with the places that prove it. Only the drawn run of each mode is looked at. */
export function explain(input: ExplainInput, registry: readonly FindingDefinition[] = findings): Finding[] {
  const { machine, workload, results } = input;
  const runs = finishedRuns(input);
  return dearestFirst(
    registry.flatMap(({ id, find }) =>
      find({ machine, workload, results, runs }).map((finding) => ({ id, ...finding })),
    ),
  );
}

/** Findings that know their cost share their places among them; all others stay where they are. */
function dearestFirst(found: readonly Finding[]): Finding[] {
  const dear = found.filter(({ costMs }) => costMs !== undefined).toSorted((a, b) => b.costMs! - a.costMs!);
  return found.map((finding) => (finding.costMs === undefined ? finding : dear.shift()!));
}

function finishedRuns({ machine, results, recordings }: ExplainInput): Map<Mode, FinishedRun> {
  const runs = new Map<Mode, FinishedRun>();
  for (const result of results) {
    const index = recordings.get(result.drawn.id);
    if (result.timeMs === null || index === undefined) continue;
    const { recording } = index;
    const numbers = summariseRun(recording, result.drawn, machine, undefined, index);
    const work = workRange(recording);
    if (numbers !== null && work !== null) runs.set(result.mode, { result, recording, index, numbers, work });
  }
  return runs;
}
