import type { LaneId } from '../../trace/lane';
import type { Recording } from '../../trace/recording';
import type { Machine } from '../../trace/machine';
import type { Mode } from '../../trace/run';
import type { TimeRange } from '../../trace/time-range';
import type { WorkloadChoice } from '../../trace/comparison';
import type { ModeResult } from '../compare-modes';
import type { RecordingIndex } from '../recording-index';
import type { RunNumbers } from '../run-numbers';

/** The place in a recording that proves a finding. */
export interface Evidence {
  /** Id of the run. */
  readonly run: string;
  readonly mode: Mode;
  readonly range: TimeRange;
  readonly lane: LaneId | null;
}

/** A diagnosis in plain words. */
export interface Finding {
  /** Of the definition that made it. */
  readonly id: string;
  /** A few words: "Async gained nothing". */
  readonly title: string;
  /** What was measured, and what to try. */
  readonly detail: string;
  /** `loud`: something is wrong. `hint`: something could be better. `fact`: worth knowing. */
  readonly weight: 'loud' | 'hint' | 'fact';
  /** What threads lost by it, ms, summed over them: of such findings the one that cost more comes first. */
  readonly costMs?: number;
  readonly evidence: Evidence;
}

/** The drawn run of one mode that finished its work, with all that is known about it. */
export interface FinishedRun {
  readonly result: ModeResult;
  readonly recording: Recording;
  readonly index: RecordingIndex;
  readonly numbers: RunNumbers;
  readonly work: TimeRange;
}

/** What findings look at: only runs that finished. */
export interface FindingInput {
  readonly machine: Machine;
  readonly workload: WorkloadChoice;
  readonly results: readonly ModeResult[];
  readonly runs: ReadonlyMap<Mode, FinishedRun>;
}

export interface FindingDefinition {
  readonly id: string;
  /** When it fires, for documents. */
  readonly about: string;
  /** Pure; silent (empty) where what it stands on was not measured. */
  readonly find: (input: FindingInput) => readonly Omit<Finding, 'id'>[];
}

export function defineFinding(definition: FindingDefinition): FindingDefinition {
  return definition;
}
