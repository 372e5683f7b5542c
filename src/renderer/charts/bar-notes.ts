import type { Plugin } from 'chart.js';
import type { WallBar } from './wall-bars';

/** Writes what a bar gained at the right edge, and draws its interval as a whisker over its end. */
export function barNotes(bars: () => readonly WallBar[]): Plugin<'bar'> {
  return {
    id: 'bar-notes',
    afterDatasetsDraw: ({ ctx, chartArea, scales, canvas }) => {
      const { x, y } = scales;
      if (x === undefined || y === undefined) return;
      const style = getComputedStyle(canvas);
      const read = (name: string): string => style.getPropertyValue(name).trim();
      ctx.save();
      ctx.font = `12px ${style.fontFamily}`;
      ctx.textBaseline = 'middle';
      for (const [index, bar] of bars().entries()) {
        const middle = y.getPixelForValue(index);
        ctx.fillStyle = read(bar.isBest ? '--ink' : '--dim');
        ctx.fillText(bar.label, chartArea.right + 10, middle);
        if (bar.interval === null) continue;
        const [low, high] = bar.interval.map((time) => x.getPixelForValue(time)) as [number, number];
        ctx.fillStyle = read('--ink');
        ctx.fillRect(low, middle - 0.5, Math.max(1, high - low), 1);
        ctx.fillRect(low, middle - 3.5, 1, 7);
        ctx.fillRect(high - 1, middle - 3.5, 1, 7);
      }
      ctx.restore();
    },
  };
}
