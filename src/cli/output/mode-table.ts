import type { ModeResult } from '../../core/analysis/compare-modes';
import type { RunNumbers } from '../../core/analysis/run-numbers';
import { formatDuration } from '../../core/base/format-duration';
import { formatShare } from '../../core/base/format-share';
import { formatInterval, formatSpeedup } from '../../core/base/format-speedup';
import { isParallel } from '../../core/analysis/run-time';
import type { ComparisonView } from './comparison-view';
import type { Paint, Style } from './paint';
import { tableLines, type Column } from './table';
import type { Piece } from './wrap';

interface ModeColumn extends Column {
  readonly cell: (result: ModeResult, numbers: RunNumbers | null) => string;
}

const notMeasured = '–';

const measured = (value: number | null | undefined, format: (value: number) => string): string =>
  value === null || value === undefined ? notMeasured : format(value);

const columns: readonly ModeColumn[] = [
  { title: 'mode', align: 'left', expendable: 0, cell: ({ mode }) => mode },
  {
    title: 'workers',
    align: 'right',
    expendable: 6,
    cell: ({ mode, workers }) => (isParallel(mode) ? String(workers) : '1'),
  },
  { title: 'work', align: 'right', expendable: 0, cell: (_, numbers) => measured(numbers?.wallMs, formatDuration) },
  {
    title: 'start-up',
    align: 'right',
    expendable: 4,
    cell: (_, numbers) => measured(numbers?.startupMs, formatDuration),
  },
  { title: 'speed-up', align: 'right', expendable: 0, cell: speedupCell },
  {
    title: '95 % interval',
    align: 'right',
    expendable: 5,
    cell: ({ speedup }) =>
      speedup === null || speedup.low === null || speedup.high === null
        ? ''
        : formatInterval(speedup.low, speedup.high),
  },
  {
    title: 'efficiency',
    align: 'right',
    expendable: 3,
    cell: ({ efficiency }) => measured(efficiency?.ofWorkers, (share) => formatShare(share, 0)),
  },
  {
    title: 'cores used',
    align: 'right',
    expendable: 1,
    cell: (_, numbers) => measured(numbers?.coresUsed, (cores) => cores.toFixed(2)),
  },
  {
    title: 'of machine',
    align: 'right',
    expendable: 7,
    cell: (_, numbers) => measured(numbers?.machineShare, (share) => formatShare(share, share < 0.1 ? 1 : 0)),
  },
  {
    title: 'loop lag p99',
    align: 'right',
    expendable: 2,
    cell: (_, numbers) => {
      const lags = (numbers?.eventLoops ?? []).map((loop) => loop.lagP99Ms);
      return lags.length === 0 ? notMeasured : formatDuration(Math.max(...lags));
    },
  },
];

/** One row a mode, of the run that is drawn. Of several event loops the worst. */
export function modeTable({ results, numbers, winners }: ComparisonView, width: number, paint: Paint): string[] {
  if (results.length === 0) return [];
  const rows = results.map((result) => {
    const ofRun = numbers.get(result.drawn.id) ?? null;
    const style = styleOf(result, winners.has(result));
    return columns.map(({ cell }): Piece => {
      const text = cell(result, ofRun);
      return { text, style: text === notMeasured ? 'dim' : style };
    });
  });
  return tableLines(columns, rows, width - 2, paint).map((line) => `  ${line}`);
}

function styleOf(result: ModeResult, won: boolean): Style | null {
  if (result.status === 'failed') return 'bad';
  if (result.status === 'stopped' || result.status === 'recovered') return 'hint';
  return won ? 'accent' : null;
}

function speedupCell({ isBaseline, status, speedup, timeMs }: ModeResult): string {
  if (timeMs === null) return status === 'recovered' ? 'cut off' : status;
  if (isBaseline) return 'baseline';
  return speedup === null ? notMeasured : formatSpeedup(speedup.value);
}
