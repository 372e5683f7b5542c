import { useEffect, useRef, type ReactNode } from 'react';
import type { ChartConfiguration, ChartDataset } from 'chart.js';
import type { TimeRange } from '../../core/trace/time-range';
import { Chart } from './chart-parts';
import type { ChartPoint } from './step-points';

export interface BandChartLine {
  readonly points: readonly ChartPoint[];
  readonly colour: string;
  readonly filled: boolean;
  readonly dashed: boolean;
}

export interface BandChartProps {
  readonly lines: readonly BandChartLine[];
  readonly viewport: TimeRange;
  /** Upper end of the scale; the lower one is 0. */
  readonly max: number;
  /** Place on the timeline: its plot's left edge and width, so that times lie exactly under each other. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A chart.js chart without axes of its own: its plot is all of the canvas, as wide as the timeline's plot. */
export function BandChart({ lines, viewport, max, left, top, width, height }: BandChartProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart<'line', ChartPoint[]> | null>(null);

  useEffect(() => {
    if (canvas.current === null) return undefined;
    const made = new Chart<'line', ChartPoint[]>(canvas.current, configuration());
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const made = chart.current;
      if (made === null) return;
      made.data.datasets = lines.map(datasetOf);
      const { x, y } = made.options.scales!;
      Object.assign(x!, { min: viewport.start, max: viewport.end });
      // A little room, so that the line of a constant maximum is not cut in half.
      Object.assign(y!, { min: 0, max: max * 1.06 || 1 });
      if (made.width !== width || made.height !== height) made.resize(width, height);
      made.update('none');
    });
    return () => cancelAnimationFrame(frame);
  }, [lines, viewport, max, width, height]);

  return <canvas ref={canvas} style={{ left, top, width, height }} />;
}

function datasetOf({ points, colour, filled, dashed }: BandChartLine): ChartDataset<'line', ChartPoint[]> {
  return {
    data: [...points],
    borderColor: colour,
    backgroundColor: `color-mix(in srgb, ${colour} 35%, transparent)`,
    fill: filled ? 'origin' : false,
    borderWidth: filled ? 1.25 : 1,
    borderDash: dashed ? [3, 3] : [],
    pointRadius: 0,
    tension: 0,
  };
}

function configuration(): ChartConfiguration<'line', ChartPoint[]> {
  return {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      responsive: false,
      // Its size is given, whatever surrounds it.
      maintainAspectRatio: false,
      events: [],
      // Points come sorted and as they are drawn.
      parsing: false,
      normalized: true,
      layout: { autoPadding: false, padding: 0 },
      scales: { x: { type: 'linear', display: false }, y: { type: 'linear', display: false } },
    },
  };
}
