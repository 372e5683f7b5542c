import type { ModeResult, CompareOptions } from '../../core/analysis/compare-modes';
import { compareModes } from '../../core/analysis/compare-modes';
import { explain } from '../../core/analysis/explain';
import type { Finding } from '../../core/analysis/findings/finding';
import type { RunNumbers } from '../../core/analysis/run-numbers';
import { RecordingIndex } from '../../core/analysis/recording-index';
import { summariseRun } from '../../core/analysis/summarise-run';
import { rank } from '../../core/analysis/verdict/winner';
import type { ComparisonManifest } from '../../core/trace/comparison';
import { emptyRecording, type Recording } from '../../core/trace/recording';

/** All that is said about a comparison, on paper and as JSON. */
export interface ComparisonView {
  readonly manifest: ComparisonManifest;
  readonly options: CompareOptions;
  readonly results: readonly ModeResult[];
  /** By run id. */
  readonly numbers: ReadonlyMap<string, RunNumbers | null>;
  readonly findings: readonly Finding[];
  /** The modes that won: none, where no difference could be told. */
  readonly winners: ReadonlySet<ModeResult>;
}

/** @param recordings by run id. */
export function viewOf(
  manifest: ComparisonManifest,
  recordings: ReadonlyMap<string, Recording>,
  options: CompareOptions,
): ComparisonView {
  const { machine, spec, runs } = manifest;
  const results = compareModes(runs, machine, options);
  const indexes = new Map(
    runs.map(({ id }) => [id, new RecordingIndex(recordings.get(id) ?? emptyRecording)] as const),
  );
  const numbers = new Map(
    runs.map((run) => {
      const index = indexes.get(run.id)!;
      return [run.id, summariseRun(index.recording, run, machine, undefined, index)] as const;
    }),
  );
  const findings = explain({ machine, workload: spec.workload, results, recordings: indexes });
  const finished = results.filter((result) => result.timeMs !== null);
  const { logicalCores } = machine;
  const { winners } = rank(finished, { logicalCores, includeStartup: options.includeStartup, findings });
  return { manifest, options, results, numbers, findings, winners: new Set(winners) };
}
