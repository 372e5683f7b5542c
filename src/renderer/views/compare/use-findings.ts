import { useThrottledValue } from '@mantine/hooks';
import { useMemo } from 'react';
import type { ModeResult } from '../../../core/analysis/compare-modes';
import { explain } from '../../../core/analysis/explain';
import type { Finding } from '../../../core/analysis/findings/finding';
import type { ComparisonManifest, WorkloadChoice } from '../../../core/trace/comparison';
import type { Machine } from '../../../core/trace/machine';
import { indexOf, useRecordings } from '../../state/recordings';
import { runKey } from '../../state/run-key';

/** Findings look at whole recordings: not more often than this. */
const periodMs = 500;

/** The findings of the runs that have finished. */
export function useFindings(comparison: ComparisonManifest, results: readonly ModeResult[]): readonly Finding[] {
  const versions = useRecordings((state) =>
    results
      .filter((result) => result.timeMs !== null)
      .map((result) => state.versions[runKey(comparison.id, result.drawn.id)] ?? 0)
      .join(),
  );
  const settled = useThrottledValue(versions, periodMs);
  return useMemo(
    () => findingsOf(comparison.id, comparison.machine, comparison.spec.workload, results, settled),
    [comparison.id, comparison.machine, comparison.spec.workload, results, settled],
  );
}

/** `versions` stands for the recordings' data. */
function findingsOf(
  comparison: string,
  machine: Machine,
  workload: WorkloadChoice,
  results: readonly ModeResult[],
  _versions: string,
): readonly Finding[] {
  const recordings = new Map(results.map((result) => [result.drawn.id, indexOf(runKey(comparison, result.drawn.id))]));
  return explain({ machine, workload, results, recordings });
}
