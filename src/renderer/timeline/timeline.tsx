import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { TimeRange } from '../../core/trace/time-range';
import { arrangeBands, type Arrangement, type BandPlace, type Span } from './arrange-bands';
import { wholeOf, type Band, type LaneRow } from './band';
import { commandOf } from './commands';
import type { ThreadLook } from './choose-threads';
import { setCursor, useCursor } from './cursor';
import type { Hit } from './hit-test';
import type { OverlayMarks } from './layout-overlay';
import { LaneFolds, laneKey, toggled } from './lane-folds';
import { layoutTimeline, type Sight } from './layout-timeline';
import { stretched, type Metrics } from './metrics';
import { TaskTooltip } from './task-tooltip';
import { useTimelineTheme } from './theme';
import { TimelineAxis } from './timeline-axis';
import { TimelineOverlay } from './timeline-overlay';
import { useAnimatedViewport } from './use-animated-viewport';
import { useCanvas } from './use-canvas';
import { useGestures } from './use-gestures';
import { useSize } from './use-size';
import './timeline.css';

export interface TimelineProps {
  readonly bands: readonly Band[];
  readonly isCollapsed: (band: Band) => boolean;
  readonly metrics: Metrics;
  /** How many times higher rows may get where there is room. */
  readonly mostStretch: number;
  /** Nanos; null: everything, also while it grows. */
  readonly viewport: TimeRange | null;
  readonly onViewport: (viewport: TimeRange | null) => void;
  readonly selection: TimeRange | null;
  readonly onSelection: (selection: TimeRange | null) => void;
  /** A band was clicked. */
  readonly onPick: (hit: Hit) => void;
  /** What a screen reader says of the picture. */
  readonly label: string;
  readonly summary: string;
  /** Px of a band's own sentences, see `ArrangeOptions`. */
  readonly noteHeight?: (band: Band) => number;
  /** Which threads of commands are drawn, and how; should be the same as long as that is the same. */
  readonly threads?: ThreadLook;
  /** Whether a band shows its charts, see `ArrangeOptions`. */
  readonly hasCharts?: (band: Band) => boolean;
  /** Must be the same as long as the picture is the same. */
  readonly marks: OverlayMarks;
  /** The row above a band, and its sentences; should be the same function as long as they are the same. */
  readonly renderHeader: (place: BandPlace) => ReactNode;
  /** The charts of a band that is in sight. */
  readonly renderCharts: (place: BandPlace, arrangement: Arrangement, viewport: TimeRange) => ReactNode;
}

/*
 *   axis        canvas, does not scroll
 *   ┌────────┐
 *   │ bands  │  canvas as large as what is seen, painted anew when it scrolls
 *   │ area   │  scrolls; holds headers and charts at their places, and takes all gestures
 *   │ overlay│  canvas: cursor and selection
 *   └────────┘
 */
export function Timeline(props: TimelineProps): ReactNode {
  const {
    bands,
    isCollapsed,
    noteHeight,
    hasCharts,
    threads,
    metrics,
    mostStretch,
    selection,
    onSelection,
    onPick,
    renderHeader,
  } = props;
  const area = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(area);
  const [scrollTop, setScrollTop] = useState(0);
  const theme = useTimelineTheme(metrics.fontSize);

  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const whole = useMemo(() => wholeOf(bands), [bands]);
  const viewport = props.viewport ?? whole;
  const arrangement = useMemo(() => {
    const options = {
      width,
      isCollapsed,
      isOpen: (band: Band, row: LaneRow) => opened.has(laneKey(band, row)),
      ...(noteHeight === undefined ? {} : { noteHeight }),
      ...(hasCharts === undefined ? {} : { hasCharts }),
      ...(threads === undefined ? {} : { threads }),
    };
    const usual = arrangeBands(bands, { ...options, metrics });
    const headers = usual.bands.reduce((sum, { header, note }) => sum + header.height + (note?.height ?? 0), 0);
    const higher = stretched(metrics, usual.height, height, headers, mostStretch);
    return higher === metrics ? usual : arrangeBands(bands, { ...options, metrics: higher });
  }, [bands, metrics, width, height, isCollapsed, noteHeight, hasCharts, threads, mostStretch, opened]);
  const sight = useMemo<Sight>(
    () => ({ width, height, scrollTop, pixel: 1 / devicePixelRatio }),
    [width, height, scrollTop],
  );

  const setViewport = useAnimatedViewport(viewport, whole, props.onViewport);
  useGestures(area, { arrangement, viewport, whole, selection, onViewport: setViewport, onSelection, onPick });
  const layout = useCallback(
    () => layoutTimeline(arrangement, viewport, sight, threads),
    [arrangement, viewport, sight, threads],
  );
  useCanvas(canvas, width, height, theme, layout);
  useEffect(() => () => setCursor(null), []);

  const headers = useMemo(
    () =>
      arrangement.bands.map((place) => (
        <div
          key={place.band.mode}
          className="timeline-header"
          style={{ top: place.header.top, height: place.header.height + (place.note?.height ?? 0) }}
        >
          {renderHeader(place)}
        </div>
      )),
    [arrangement, renderHeader],
  );

  const pressKey = (event: KeyboardEvent): void => {
    // Keys of the buttons in the headers stay theirs.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const command = commandOf(event.key);
    if (command === null) return;
    event.preventDefault();
    const cursor = useCursor.getState().cursor?.time ?? null;
    const result = command.run({ viewport, whole, cursor, selection });
    if (result.viewport !== undefined) setViewport(result.viewport, true);
    if (result.selection !== undefined) onSelection(result.selection);
    if (result.cursor !== undefined) setCursor({ point: null, time: result.cursor, hit: null });
  };

  const isSeen = ({ top, height: rows }: Span): boolean => top + rows > scrollTop && top < scrollTop + height;
  const seenCharts = arrangement.bands.flatMap((place) => {
    const inFlight = place.inFlight !== null && isSeen(place.inFlight) ? place.inFlight : null;
    const lag = place.lag !== null && isSeen(place.lag) ? place.lag : null;
    return inFlight === null && lag === null ? [] : [{ ...place, inFlight, lag }];
  });
  return (
    <div className="timeline" style={{ fontSize: metrics.fontSize }}>
      <TimelineAxis {...{ arrangement, viewport, width, selection, theme }} />
      <div className="timeline-body">
        <canvas ref={canvas} className="timeline-canvas" style={{ width, height }} aria-hidden="true" />
        <div
          ref={area}
          className="timeline-area"
          tabIndex={0}
          role="group"
          aria-label={props.label}
          aria-describedby="timeline-summary"
          onKeyDown={pressKey}
          onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
        >
          <p id="timeline-summary" className="timeline-summary">
            {props.summary}
          </p>
          <div className="timeline-content" style={{ height: arrangement.height }}>
            {headers}
            <LaneFolds arrangement={arrangement} opened={opened} onToggle={(key) => setOpened(toggled(opened, key))} />
            {seenCharts.map((place) => (
              <div key={place.band.mode} className="timeline-charts" aria-hidden="true">
                {props.renderCharts(place, arrangement, viewport)}
              </div>
            ))}
          </div>
        </div>
        <TimelineOverlay {...{ arrangement, viewport, sight, selection, theme }} marks={props.marks} />
        <TaskTooltip width={width} height={height} />
      </div>
    </div>
  );
}
