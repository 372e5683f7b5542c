import type { ModeResult } from '../../../core/analysis/compare-modes';
import { formatDuration } from '../../../core/base/format-duration';
import { formatShare } from '../../../core/base/format-share';
import { formatInterval, formatSpeedup } from '../../../core/base/format-speedup';
import { isFreeThreaded } from '../../../core/trace/interpreter-modes';
import type { Machine } from '../../../core/trace/machine';
import type { RecordedCommand, RunManifest } from '../../../core/trace/run';

/** Between two pieces. */
export const separator = '  ·  ';

/** What stands beside a band's name, piece by piece; what is not known is left out. */
export function resultPieces(result: ModeResult, run: RunManifest, machine: Machine): string[] {
  const { outcome, status } = run;
  if (status === 'waiting') return ['waiting for its turn'];
  if (status === 'recording') return [run.repeat > 1 ? `repeat ${run.repeat} is running` : 'running'];
  if (status === 'failed') return ['failed'];
  const words = status === 'stopped' ? ['stopped'] : status === 'recovered' ? ['cut off'] : [];
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
    ...(run.command === undefined ? [`start-up ${formatDuration(startupMs)}`] : endOf(run.command)),
    ...(withoutGil ? ['no GIL'] : []),
    ...(result.runs.length > 1 ? [`median of ${result.runs.length}`] : []),
  ];
}

/** Of a command that did not end with 0. */
function endOf({ exitCode, signal }: RecordedCommand): string[] {
  if (signal !== null) return [`ended by ${signal}`];
  return exitCode === null || exitCode === 0 ? [] : [`exit code ${exitCode}`];
}

function gainOf({ value, low, high }: NonNullable<ModeResult['speedup']>): string {
  const interval = low === null || high === null ? '' : ` (${formatInterval(low, high)})`;
  return `${formatSpeedup(value)}${interval}`;
}
