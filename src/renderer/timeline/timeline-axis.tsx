import { useCallback, useRef, type ReactNode } from 'react';
import type { TimeRange } from '../../core/trace/time-range';
import type { Arrangement } from './arrange-bands';
import { ordered } from './commands';
import { useCursor } from './cursor';
import { layoutAxis } from './layout-axis';
import { useMeasure } from './measure-text';
import type { TimelineTheme } from './theme';
import { useCanvas } from './use-canvas';

export interface TimelineAxisProps {
  readonly arrangement: Arrangement;
  readonly viewport: TimeRange;
  readonly width: number;
  readonly selection: TimeRange | null;
  readonly theme: TimelineTheme;
}

export function TimelineAxis({ arrangement, viewport, width, selection, theme }: TimelineAxisProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const height = arrangement.metrics.axisHeight;
  const cursor = useCursor((state) => state.cursor?.time ?? null);
  const drag = useCursor((state) => state.drag);
  const measure = useMeasure(theme);
  const layout = useCallback(
    () =>
      layoutAxis(arrangement, viewport, width, 1 / devicePixelRatio, {
        cursor,
        selection: drag === null ? selection : ordered(drag.from, drag.to),
        measure,
      }),
    [arrangement, viewport, width, cursor, drag, selection, measure],
  );
  useCanvas(canvas, width, height, theme, layout);
  return <canvas ref={canvas} className="timeline-axis" style={{ width, height }} aria-hidden="true" />;
}
