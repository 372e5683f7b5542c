import { useThrottledValue } from '@mantine/hooks';
import { useMemo } from 'react';
import { compareModes, type ModeResult } from '../../core/analysis/compare-modes';
import type { RunNumbers } from '../../core/analysis/run-numbers';
import { summariseRun } from '../../core/analysis/summarise-run';
import type { Machine } from '../../core/trace/machine';
import type { Recording } from '../../core/trace/recording';
import type { RunManifest } from '../../core/trace/run';
import type { TimeRange } from '../../core/trace/time-range';
import { useShownComparison } from './comparison';
import { indexOf, recordingOf, useRecordings } from './recordings';
import type { RunKey } from './run-key';
import { useView } from './view';

/**
 * While a run goes on its numbers are computed anew at most so often, and with many tasks less often: they take some
 * 5 ns a task, and the picture must not wait for them more than a twentieth of the time.
 */
const livePeriodMs = 250;
const livePeriodPerTaskMs = 1e-4;

/**
 * The numbers of one run: of its work, or of `range` (Nanos).
 * @returns null as long as the work has not begun.
 */
export function useRunNumbers(
  key: RunKey,
  run: RunManifest,
  machine: Machine,
  range: TimeRange | null = null,
): RunNumbers | null {
  const version = useRecordings((state) => state.versions[key] ?? 0);
  const settled = useThrottledValue(version, Math.max(livePeriodMs, tasksOf(recordingOf(key)) * livePeriodPerTaskMs));
  const start = range?.start;
  const end = range?.end;
  return useMemo(
    () => numbersOf(key, run, machine, start === undefined || end === undefined ? undefined : { start, end }, settled),
    [key, run, machine, start, end, settled],
  );
}

/** `version` stands for the run's data. */
function numbersOf(key: RunKey, run: RunManifest, machine: Machine, range: TimeRange | undefined, _version: number) {
  return summariseRun(recordingOf(key), run, machine, range, indexOf(key));
}

const tasksOf = ({ tracks }: Recording): number =>
  tracks.reduce((sum, track) => sum + (track.kind === 'slices' ? track.columns.start.length : 0), 0);

/** One result a mode of the shown comparison, with its speed-up against the view's baseline. */
export function useModeResults(): readonly ModeResult[] {
  const comparison = useShownComparison();
  const { baseline, includeStartup } = useView((view) => ({
    baseline: view.baseline,
    includeStartup: view.includeStartup,
  }));
  return useMemo(
    () => (comparison === null ? [] : compareModes(comparison.runs, comparison.machine, { baseline, includeStartup })),
    [comparison, baseline, includeStartup],
  );
}
