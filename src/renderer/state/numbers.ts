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
import { recordingOf, useRecordings } from './recordings';
import { useView } from './view';

/**
 * While a run goes on its numbers are computed anew at most so often, and with many tasks less often: they take about
 * 0.5 µs a task, and the picture must not wait for them more than a twentieth of the time.
 */
const livePeriodMs = 250;
const livePeriodPerTaskMs = 0.012;

/**
 * The numbers of one run: of its work, or of `range` (Nanos).
 * @returns null as long as the work has not begun.
 */
export function useRunNumbers(run: RunManifest, machine: Machine, range: TimeRange | null = null): RunNumbers | null {
  const version = useRecordings((state) => state.versions[run.id] ?? 0);
  const settled = useThrottledValue(
    version,
    Math.max(livePeriodMs, tasksOf(recordingOf(run.id)) * livePeriodPerTaskMs),
  );
  const start = range?.start;
  const end = range?.end;
  // The version names the state of the recording that `recordingOf` gives then.
  const seen = useMemo(() => ({ version: settled, recording: recordingOf(run.id) }), [run.id, settled]);
  return useMemo(
    () =>
      summariseRun(seen.recording, run, machine, start === undefined || end === undefined ? undefined : { start, end }),
    [seen, run, machine, start, end],
  );
}

const tasksOf = ({ tracks }: Recording): number =>
  tracks.reduce((sum, track) => sum + (track.kind === 'slices' ? track.columns.start.length : 0), 0);

/** One result a mode of the shown comparison, with its speed-up against the view's baseline. */
export function useModeResults(): readonly ModeResult[] {
  const comparison = useShownComparison();
  const { baseline, includeStartup } = useView();
  return useMemo(
    () => (comparison === null ? [] : compareModes(comparison.runs, comparison.machine, { baseline, includeStartup })),
    [comparison, baseline, includeStartup],
  );
}
