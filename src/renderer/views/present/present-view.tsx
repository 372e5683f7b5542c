import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { verdict as verdictOf } from '../../../core/analysis/verdict/verdict';
import { formatSeconds } from '../../../core/base/format-duration';
import type { ComparisonManifest } from '../../../core/trace/comparison';
import type { Mode } from '../../../core/trace/run';
import type { TimeRange } from '../../../core/trace/time-range';
import { InFlightChart } from '../../charts/in-flight-chart';
import { LagChart } from '../../charts/lag-chart';
import { useCssColour } from '../../charts/use-css-colour';
import { wallBars } from '../../charts/wall-bars';
import { request } from '../../state/client';
import { useShownComparison } from '../../state/comparison';
import { legendOf } from '../../timeline/legend';
import { setPresenting } from '../../state/navigation';
import { useModeResults } from '../../state/numbers';
import { useView } from '../../state/view';
import { bandEnd, type Band } from '../../timeline/band';
import { setCursor, useCursor } from '../../timeline/cursor';
import type { OverlayMarks } from '../../timeline/layout-overlay';
import { ThemeRoot } from '../../timeline/theme-root';
import { Timeline } from '../../timeline/timeline';
import { fitViewport, zoomAt } from '../../timeline/viewport';
import { resultPieces, separator } from '../compare/result-line';
import { useBands } from '../compare/use-bands';
import { useFindings } from '../compare/use-findings';
import { PresentHeader } from './present-header';
import { presentKeyOf, type PanelName } from './present-keys';
import { presentHeaderSize, presentMetrics } from './present-metrics';
import { PresentPanel } from './present-panel';
import { placeAt, raceRunner, speedWords } from './race';
import { useRace } from './use-race';
import './present.css';

/** The shown comparison, full screen, for people who sit far away: one thing, big, dark, by keyboard alone. */
export function PresentView(): ReactNode {
  const comparison = useShownComparison();
  const [root, setRoot] = useState<HTMLElement | null>(null);
  useEffect(() => {
    // Where the mouse happened to be is of no interest to the audience.
    setCursor(null);
    void request('window.setFullScreen', { on: true });
    return () => {
      setCursor(null);
      void request('window.setFullScreen', { on: false });
    };
  }, []);
  return (
    <div className="present" ref={setRoot}>
      {root !== null && (
        <ThemeRoot value={root}>
          {comparison === null ? <NothingToPresent /> : <Presentation key={comparison.id} comparison={comparison} />}
        </ThemeRoot>
      )}
    </div>
  );
}

/** Where the cursor is; in the middle where there is none. */
function cursorOf(shown: TimeRange): number {
  return useCursor.getState().cursor?.time ?? (shown.start + shown.end) / 2;
}

function NothingToPresent(): ReactNode {
  usePresentKeys((key) => (key === 'escape' ? setPresenting(false) : undefined));
  return <p className="present-empty">There is no comparison to present yet. Esc goes back.</p>;
}

function Presentation({ comparison }: { readonly comparison: ComparisonManifest }): ReactNode {
  const { machine, spec } = comparison;
  const { includeStartup, selection } = useView((view) => ({
    includeStartup: view.includeStartup,
    selection: view.selection,
  }));
  const results = useModeResults();
  const bands = useBands(comparison.id, results);
  const colour = useCssColour();
  const [viewport, setViewport] = useState<TimeRange | null>(null);
  const [focus, setFocus] = useState<Mode | null>(null);
  const [panel, setPanel] = useState<PanelName | null>(null);
  const drawn = useMemo(() => bands.map(({ band }) => band), [bands]);
  const length = Math.max(0, ...drawn.map(bandEnd));
  const whole = fitViewport(length);
  const race = useRace(length);
  const runners = useMemo(() => new Map(drawn.map((band) => [band.mode, raceRunner(band)])), [drawn]);
  const findings = useFindings(comparison, results);
  const verdict = useMemo(
    () => verdictOf({ results, logicalCores: machine.logicalCores, includeStartup, findings }),
    [results, machine, includeStartup, findings],
  );
  const bars = useMemo(() => wallBars(results), [results]);

  const order: readonly (Mode | null)[] = [null, ...drawn.map((band) => band.mode)];
  usePresentKeys((key) => {
    const shown = viewport ?? whole;
    presentKeyOf(key)?.run({
      moveFocus: (by) => setFocus(order[Math.min(order.length - 1, Math.max(0, order.indexOf(focus) + by))] ?? null),
      moveCursor: (share) => {
        const time = cursorOf(shown) + share * (shown.end - shown.start);
        setCursor({ point: null, time: Math.min(shown.end, Math.max(shown.start, time)), hit: null });
      },
      zoom: (factor) => setViewport(zoomAt(shown, cursorOf(shown), factor, whole)),
      showAll: () => setViewport(null),
      togglePanel: (name) => setPanel(panel === name ? null : name),
      toggleRace: race.toggle,
      back: () => (panel !== null ? setPanel(null) : race.now !== null ? race.stop() : setPresenting(false)),
    });
  });

  const isDimmed = useCallback((band: Band) => focus !== null && band.mode !== focus, [focus]);
  const hasCharts = useCallback((band: Band) => band.mode === focus, [focus]);
  const marks = useMemo<OverlayMarks>(
    () => ({
      headerText: ({ mode }) => {
        const shown = bands.find(({ band }) => band.mode === mode);
        return shown === undefined ? '' : resultPieces(shown.result, shown.run, machine).slice(0, 4).join(separator);
      },
      headerSize: presentHeaderSize,
      isDimmed,
      until: race.now,
    }),
    [bands, machine, isDimmed, race.now],
  );
  return (
    <>
      <header className="present-title">
        <div>
          <h1>{spec.workload.title}</h1>
          <p>{race.now === null ? verdict.text : `The recorded runs, ${speedWords(race.speed)}`}</p>
        </div>
        {race.now !== null && <output>{formatSeconds(race.now / 1e6)}</output>}
      </header>
      <Timeline
        bands={drawn}
        isCollapsed={isDimmed}
        hasCharts={hasCharts}
        metrics={presentMetrics}
        mostStretch={2.2}
        viewport={race.now === null ? viewport : null}
        onViewport={setViewport}
        selection={race.now === null ? selection : null}
        onSelection={() => {}}
        onPick={({ place }) => setFocus(place.band.mode)}
        marks={marks}
        label="The runs, presented. Arrow keys go from run to run, question mark shows all keys."
        summary={verdict.text}
        renderHeader={({ band }) => {
          const shown = bands.find((candidate) => candidate.band === band);
          const runner = runners.get(band.mode);
          if (shown === undefined) return null;
          const place = race.now === null || runner === undefined ? null : placeAt(runner, race.now);
          return <PresentHeader {...{ shown, machine, place }} isDimmed={isDimmed(band)} />;
        }}
        renderCharts={({ band, inFlight, lag }, { left, width }, shown) => {
          const common = { band, viewport: shown, left, width, colour };
          return (
            <>
              {inFlight !== null && <InFlightChart {...common} span={inFlight} max={band.inFlight?.().max ?? 1} />}
              {lag !== null && (
                <LagChart {...common} span={lag} max={Math.max(0, ...band.loops.map((loop) => loop.lag.max))} />
              )}
            </>
          );
        }}
      />
      {panel !== null && <PresentPanel name={panel} legend={legendOf(comparison)} verdict={verdict} bars={bars} />}
    </>
  );
}

/** Keys go to the presentation wherever the focus is; with Ctrl, Alt or Meta they are the system's or the menu's. */
function usePresentKeys(press: (key: string) => void): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || presentKeyOf(event.key) === null) return;
      event.preventDefault();
      event.stopPropagation();
      press(event.key.toLowerCase());
    };
    window.addEventListener('keydown', listener, { capture: true });
    return () => window.removeEventListener('keydown', listener, { capture: true });
  }, [press]);
}
