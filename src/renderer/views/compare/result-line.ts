import type { ModeResult } from '../../../core/analysis/compare-modes';
import { endOfRun } from '../../../core/analysis/end-of-run';
import { formatDuration } from '../../../core/base/format-duration';
import { formatShare } from '../../../core/base/format-share';
import { formatInterval, formatSpeedup } from '../../../core/base/format-speedup';
import { isFreeThreaded } from '../../../core/trace/interpreter-modes';
import type { Machine } from '../../../core/trace/machine';
import type { RunManifest } from '../../../core/trace/run';

/** Between two pieces. */
export const separator = '  ·  ';

/** What stands beside a band's name, piece by piece; what is not known is left out. */
export function resultPieces(result: ModeResult, run: RunManifest, machine: Machine): string[] {
  const { outcome, status } = run;
  if (status === 'waiting') return [endOfRun(run)];
  if (status === 'recording') return [run.repeat > 1 ? `repeat ${run.repeat} is running` : 'running'];
  if (status === 'failed') return [endOfRun(run)];
  const words = status === 'stopped' || status === 'recovered' ? [endOfRun(run)] : [];
  if (outcome === undefined) return words;
  const { workMs, workCpuMs, startupMs } = outcome;
  const withoutGil = run.python !== undefined && isFreeThreaded(run.python.version);
  const { timeMs, speedup, efficiency, isBaseline } = result;
  return [
    ...words,
    formatDuration(timeMs ?? workMs),
    ...(workCpuMs === null || !(workMs > 0)
      ? []
      : [`${formatShare(workCpuMs / workMs / machine.logicalCores, 0)} of the machine`]),
    ...(isBaseline ? ['baseline'] : speedup === null ? [] : [gainOf(speedup)]),
    ...(efficiency === null ? [] : [`${formatShare(efficiency.ofWorkers, 0)} of ideal`]),
    ...(run.command === undefined
      ? [`start-up ${formatDuration(startupMs)}`]
      : words.length > 0
        ? []
        : [endOfRun(run)]),
    ...(withoutGil ? ['no GIL'] : []),
    ...(result.runs.length > 1 ? [`median of ${result.runs.length}`] : []),
  ];
}

function gainOf({ value, low, high }: NonNullable<ModeResult['speedup']>): string {
  const interval = low === null || high === null ? '' : ` (${formatInterval(low, high)})`;
  return `${formatSpeedup(value)}${interval}`;
}
