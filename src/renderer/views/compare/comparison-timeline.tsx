import { useCallback, useMemo, type ReactNode } from 'react';
import type { Machine } from '../../../core/trace/machine';
import { kindOfMode } from '../../../core/trace/interpreter-modes';
import type { Mode } from '../../../core/trace/run';
import { InFlightChart } from '../../charts/in-flight-chart';
import { LagChart } from '../../charts/lag-chart';
import { useCssColour } from '../../charts/use-css-colour';
import { moveBand, setOrder, setSelection, setViewport, useView } from '../../state/view';
import { useThreads } from '../../state/threads';
import type { BandPlace } from '../../timeline/arrange-bands';
import { ownRange, type Band } from '../../timeline/band';
import type { OverlayMarks } from '../../timeline/layout-overlay';
import { metricsOf } from '../../timeline/metrics';
import { Timeline } from '../../timeline/timeline';
import { BandHeader } from './band-header';
import { resultPieces, separator } from './result-line';
import { noteOf } from './run-note';
import type { ShownBand } from './use-bands';

export interface ComparisonTimelineProps {
  readonly bands: readonly ShownBand[];
  /** All modes that were run, also hidden ones. */
  readonly modes: readonly Mode[];
  readonly machine: Machine;
  readonly picked: Mode | null;
  readonly onPick: (mode: Mode) => void;
  readonly onDetails: (mode: Mode) => void;
}

const metrics = metricsOf(1);
/** Of one line, and of two. */
const noteHeights = [24, 42] as const;
/** About as many letters go into one line of a small window. */
const noteLetters = 90;

/** The bands of a comparison on the timeline, with their headers and charts. */
export function ComparisonTimeline({
  bands,
  modes,
  machine,
  picked,
  onPick,
  onDetails,
}: ComparisonTimelineProps): ReactNode {
  const threads = useThreads();
  const { collapsed, pinned, viewport, selection } = useView((view) => view);
  const colour = useCssColour();
  const drawn = useMemo(() => bands.map(({ band }) => band), [bands]);
  const byMode = useMemo(() => new Map(bands.map((shown) => [shown.band.mode, shown])), [bands]);
  const notes = useMemo(
    () => new Map(bands.map(({ result, run }) => [result.mode, noteOf(result, run)] as const)),
    [bands],
  );
  const isCollapsed = useCallback((band: Band) => collapsed.includes(band.mode), [collapsed]);
  const noteHeightOf = useCallback(
    (band: Band) => {
      const letters = notes.get(band.mode)?.sentences.join(' ').length ?? 0;
      return letters === 0 ? 0 : noteHeights[letters > noteLetters ? 1 : 0];
    },
    [notes],
  );
  const marks = useMemo<OverlayMarks>(
    () => ({
      headerText: ({ mode }) => {
        const shown = byMode.get(mode);
        if (shown === undefined) return '';
        // A name that needs more than the column of names pushes the rest to the right.
        const more = mode.slice(kindOfMode(mode)?.length ?? mode.length);
        return more + resultPieces(shown.result, shown.run, machine).join(separator);
      },
      headerSize: metrics.fontSize,
      isDimmed: () => false,
      until: null,
    }),
    [byMode, machine],
  );
  const maxInFlight = (): number => Math.max(0, ...drawn.map((band) => band.inFlight?.().max ?? 0));
  const maxLag = Math.max(0, ...drawn.flatMap((band) => band.loops.map((loop) => loop.lag.max)));
  // The same as long as the headers are: zooming does not draw them anew.
  const renderHeader = useCallback(
    ({ band: { mode } }: BandPlace) => {
      const shown = byMode.get(mode);
      if (shown === undefined) return null;
      const order = [...byMode.keys()];
      return (
        <BandHeader
          shown={shown}
          machine={machine}
          note={notes.get(mode) ?? null}
          isCollapsed={collapsed.includes(mode)}
          isPinned={pinned.includes(mode)}
          isPicked={picked === mode}
          isFirst={order[0] === mode}
          isLast={order.at(-1) === mode}
          onPick={() => onPick(mode)}
          onDetails={() => onDetails(mode)}
          onMove={(by) => moveBand(modes, mode, by)}
          onDropped={(dropped) => setOrder(placedAt(order, dropped, mode))}
        />
      );
    },
    [byMode, machine, notes, collapsed, pinned, picked, modes, onPick, onDetails],
  );
  return (
    <Timeline
      bands={drawn}
      isCollapsed={isCollapsed}
      noteHeight={noteHeightOf}
      metrics={metrics}
      threads={threads}
      mostStretch={1.7}
      marks={marks}
      viewport={viewport}
      onViewport={setViewport}
      selection={selection}
      onSelection={setSelection}
      onPick={(hit) => onPick(hit.place.band.mode)}
      label="Timeline of all runs. Keys: plus and minus zoom, arrows move, 0 shows everything, brackets select, Escape clears."
      summary={bands
        .map(({ result, run }) => `${result.mode}: ${resultPieces(result, run, machine).join(', ')}.`)
        .join(' ')}
      renderHeader={renderHeader}
      renderCharts={({ band, inFlight, lag }, { left, width }, viewport) => {
        const common = { band, viewport: ownRange(band, viewport), left, width, colour };
        return (
          <>
            {inFlight !== null && <InFlightChart {...common} span={inFlight} max={maxInFlight()} />}
            {lag !== null && <LagChart {...common} span={lag} max={maxLag} />}
          </>
        );
      }}
    />
  );
}

/** Takes a mode out and puts it where another one is. */
function placedAt(order: readonly Mode[], dropped: Mode, on: Mode): Mode[] {
  const others = order.filter((mode) => mode !== dropped);
  const at = order.indexOf(on);
  return [...others.slice(0, at), dropped, ...others.slice(at)];
}
