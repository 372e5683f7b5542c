import { formatDuration } from '../../core/base/format-duration';
import { formatSpeedup } from '../../core/base/format-speedup';
import type { Mode } from '../../core/trace/run';
import type { ModeResult } from '../../core/analysis/compare-modes';

/** One bar of the chart of wall times. */
export interface WallBar {
  readonly mode: Mode;
  /** Null: no repeat finished. */
  readonly timeMs: number | null;
  /** 95 % interval of the time that the interval of the speed-up stands for; null with too few repeats. */
  readonly interval: readonly [low: number, high: number] | null;
  /** `0.55 s · 3.71×`. */
  readonly label: string;
  readonly isBest: boolean;
}

/**
 * Times with what they gained. An interval of the speed-up becomes one of the time against the baseline's: whoever
 * is twice as fast takes half as long.
 */
export function wallBars(results: readonly ModeResult[]): WallBar[] {
  const best = Math.min(...results.flatMap((result) => result.timeMs ?? []));
  const several = results.filter((result) => result.timeMs !== null).length > 1;
  return results.map((result) => ({
    mode: result.mode,
    timeMs: result.timeMs,
    interval: intervalOf(result),
    label: labelOf(result),
    isBest: several && result.timeMs === best,
  }));
}

/** Of the drawn run's time, so that the whisker stands around the bar's end. */
function intervalOf({ timeMs, speedup }: ModeResult): WallBar['interval'] {
  if (timeMs === null || speedup === null || speedup.low === null || speedup.high === null) return null;
  const one = timeMs * speedup.value;
  return [one / speedup.high, one / speedup.low];
}

function labelOf({ timeMs, status, isBaseline, speedup }: ModeResult): string {
  if (timeMs === null) return statusWords[status];
  const gained = isBaseline ? ' · baseline' : speedup === null ? '' : ` · ${formatSpeedup(speedup.value)}`;
  return `${formatDuration(timeMs)}${gained}`;
}

const statusWords: Readonly<Record<ModeResult['status'], string>> = {
  waiting: 'waiting',
  recording: 'running',
  done: 'done',
  failed: 'failed',
  stopped: 'stopped',
  recovered: 'cut off',
};
