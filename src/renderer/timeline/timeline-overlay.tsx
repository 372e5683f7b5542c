import { useCallback, useRef, type ReactNode } from 'react';
import type { TimeRange } from '../../core/trace/time-range';
import type { Arrangement } from './arrange-bands';
import { ordered } from './commands';
import { useCursor } from './cursor';
import { layoutOverlay, type OverlayMarks } from './layout-overlay';
import type { Sight } from './layout-timeline';
import { useMeasure } from './measure-text';
import type { TimelineTheme } from './theme';
import { useCanvas } from './use-canvas';

export interface TimelineOverlayProps {
  readonly arrangement: Arrangement;
  readonly viewport: TimeRange;
  readonly sight: Sight;
  readonly selection: TimeRange | null;
  readonly theme: TimelineTheme;
  /** Must be the same as long as the picture is the same. */
  readonly marks: OverlayMarks;
}

/** Drawn anew with each move of the pointer, so it has a canvas of its own. */
export function TimelineOverlay({
  arrangement,
  viewport,
  sight,
  selection,
  theme,
  marks,
}: TimelineOverlayProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const cursor = useCursor((state) => state.cursor?.time ?? null);
  const drag = useCursor((state) => state.drag);
  const measure = useMeasure(theme);
  const layout = useCallback(
    () =>
      layoutOverlay(
        arrangement,
        viewport,
        sight,
        { cursor, selection: drag === null ? selection : ordered(drag.from, drag.to), measure },
        marks,
      ),
    [arrangement, viewport, sight, cursor, drag, selection, measure, marks],
  );
  const { width, height } = sight;
  useCanvas(canvas, width, height, theme, layout);
  return <canvas ref={canvas} className="timeline-overlay" style={{ width, height }} aria-hidden="true" />;
}
