import { formatDuration } from '../../core/base/format-duration';
import { formatSpeedup } from '../../core/base/format-speedup';
import { visibleText } from '../../core/base/visible-text';
import type { ModeResult } from '../../core/analysis/compare-modes';
import { bar } from './bar';
import type { ComparisonView } from './comparison-view';
import type { Paint } from './paint';

/** One bar a mode, all from t = 0 on one scale: start-up shaded, then the work. */
export function barLines({ results, numbers, winners }: ComparisonView, width: number, paint: Paint): string[] {
  const rows = results.flatMap((result) => {
    const numbersOfRun = numbers.get(result.drawn.id) ?? null;
    if (result.timeMs === null || numbersOfRun === null) return [];
    const name = visibleText(result.mode);
    return [
      { result, name, startupMs: numbersOfRun.startupMs ?? 0, workMs: numbersOfRun.wallMs, label: labelOf(result) },
    ];
  });
  if (rows.length === 0) return [];
  const names = Math.max(...rows.map(({ name }) => name.length));
  const labels = Math.max(...rows.map(({ label }) => label.length));
  const cells = Math.max(10, width - names - labels - 6);
  const longest = Math.max(...rows.map(({ startupMs, workMs }) => startupMs + workMs));
  return rows.map(({ result, name, startupMs, workMs, label }) => {
    const won = winners.has(result);
    const startup = Math.round((startupMs / longest) * cells);
    const work = bar((workMs / longest) * cells);
    return [
      '  ',
      paint(name.padEnd(names), won ? 'accent' : null),
      '  ',
      paint('░'.repeat(startup), 'quiet'),
      paint(work, won ? 'bar' : 'quiet'),
      '  ',
      paint(label, won ? 'accent' : null),
    ].join('');
  });
}

function labelOf(result: ModeResult): string {
  const gained = result.isBaseline || result.speedup === null ? '' : ` · ${formatSpeedup(result.speedup.value)}`;
  return `${formatDuration(result.timeMs!)}${gained}`;
}
