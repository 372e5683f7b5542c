import { useEffect, useRef, type ReactNode } from 'react';
import type { ChartConfiguration } from 'chart.js';
import { Chart } from './chart-parts';
import { shortMode } from '../../core/trace/interpreter-modes';
import { useCssColour } from './use-css-colour';
import type { WallBar } from './wall-bars';
import { barNotes } from './bar-notes';

const rowHeight = 19;

/** Wall times as bars, with what they gained written behind them, and whiskers where repeats give an interval. */
export function WallChart({ bars }: { readonly bars: readonly WallBar[] }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart<'bar', number[], string> | null>(null);
  const newest = useRef(bars);
  const colour = useCssColour();

  useEffect(() => {
    if (canvas.current === null) return undefined;
    const made = new Chart<'bar', number[], string>(
      canvas.current,
      configuration(() => newest.current),
    );
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => {
    newest.current = bars;
    const made = chart.current;
    if (made === null) return;
    made.data.labels = bars.map((bar) => shortMode(bar.mode));
    made.data.datasets = [
      {
        data: bars.map((bar) => bar.timeMs ?? 0),
        backgroundColor: bars.map((bar) => colour(bar.isBest ? '--accent' : '--faint')),
        barThickness: 9,
        borderRadius: 2,
      },
    ];
    Object.assign(made.options.scales!['x']!, {
      max: Math.max(1e-6, ...bars.map((bar) => Math.max(bar.timeMs ?? 0, bar.interval?.[1] ?? 0))),
    });
    Object.assign(made.options.scales!['y']!, {
      ticks: {
        autoSkip: false,
        color: bars.map((bar) => colour(bar.isBest ? '--ink' : '--dim')),
        font: { size: 12, family: getComputedStyle(document.body).fontFamily },
        padding: 4,
      },
    });
    made.update('none');
  }, [bars, colour]);

  const isWide = bars.some(({ mode }) => shortMode(mode) !== mode);
  const text = bars.map((bar) => `${bar.mode} ${bar.label}`).join(', ');
  return (
    <div
      className="wall-chart"
      data-wide={isWide || undefined}
      style={{ height: bars.length * rowHeight }}
      role="img"
      aria-label={`Times: ${text}`}
    >
      <canvas ref={canvas} />
    </div>
  );
}

function configuration(bars: () => readonly WallBar[]): ChartConfiguration<'bar', number[], string> {
  return {
    type: 'bar',
    data: { labels: [], datasets: [] },
    options: {
      indexAxis: 'y',
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      layout: { autoPadding: false, padding: { right: 112 } },
      scales: {
        x: { type: 'linear', min: 0, display: false },
        y: {
          type: 'category',
          grid: { display: false },
          border: { display: false },
          // Room that axes keep free for labels at their ends; here labels are at the middle of their bars.
          afterFit: (scale) => Object.assign(scale, { paddingTop: 0, paddingBottom: 0 }),
        },
      },
    },
    plugins: [barNotes(bars)],
  };
}
