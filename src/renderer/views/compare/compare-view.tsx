import { useCallback, useMemo, useState, type ReactNode } from 'react';
import type { Finding } from '../../../core/analysis/findings/finding';
import type { ComparisonManifest } from '../../../core/trace/comparison';
import type { Mode } from '../../../core/trace/run';
import { runningComparison, useComparison, useShownComparison } from '../../state/comparison';
import { useModeResults } from '../../state/numbers';
import { setSelection, setViewport, toggleHidden, useView, useViewState } from '../../state/view';
import { alignmentOf } from '../../timeline/alignment';
import { commonRange, wholeOf } from '../../timeline/band';
import { useCursor } from '../../timeline/cursor';
import { Legend, legendOf } from '../../timeline/legend';
import { viewportAround, zoomAt } from '../../timeline/viewport';
import { ComparisonTimeline } from './comparison-timeline';
import { ConsolePanel } from './console-panel';
import { DifferBanner } from './differ-banner';
import { EmptyComparison } from './empty-comparison';
import { CompareForm } from './form/compare-form';
import { noteOf } from './run-note';
import { ReadingProgress } from './reading-progress';
import { RunProgress } from './run-progress';
import { FindingsList } from './side/findings-list';
import { NumbersPanel } from './side/numbers-panel';
import { TimelineTools } from './timeline-tools';
import { useBands } from './use-bands';
import { useFindings } from './use-findings';
import { useSavedView } from './use-saved-view';
import { VerdictBar } from './verdict-bar';
import './compare.css';
import './bands.css';
import './form/form.css';
import './side/side.css';

/** Choose what to run, run it, and see the runs under one another. */
export function CompareView(): ReactNode {
  const comparison = useShownComparison();
  useSavedView();
  return (
    <div className="compare">
      <CompareForm />
      {comparison === null ? <EmptyComparison /> : <ShownComparison key={comparison.id} comparison={comparison} />}
      {comparison !== null && <Legend of={legendOf(comparison)} />}
    </div>
  );
}

/** A comparison: its result, its timeline, its numbers and findings. */
export function ShownComparison({ comparison }: { readonly comparison: ComparisonManifest }): ReactNode {
  const { machine, spec, id, runs } = comparison;
  const { includeStartup, selection, alignment } = useView((view) => ({
    includeStartup: view.includeStartup,
    selection: view.selection,
    alignment: alignmentOf(view.align),
  }));
  const results = useModeResults();
  const bands = useBands(id, results, alignment);
  const isRunning = useComparison((state) => runningComparison(state) === id);
  const isLoading = useComparison((state) => state.loading.has(id));
  const findings = useFindings(comparison, results);
  const [picked, setPicked] = useState<Mode | null>(null);
  const [detailsOf, setDetailsOf] = useState<Mode | null>(null);
  const hovered = useCursor((state) => state.cursor?.hit?.place.band.mode ?? null);
  const modes = useMemo(() => results.map(({ mode }) => mode), [results]);
  const whole = useMemo(() => wholeOf(bands.map(({ band }) => band)), [bands]);

  const isShown = (mode: Mode | null): boolean => bands.some(({ band }) => band.mode === mode);
  const focus = [picked, hovered, bands.at(-1)?.band.mode ?? null].find(isShown) ?? null;
  const focused = bands.find(({ band }) => band.mode === focus);
  const detailed = bands.find(({ band }) => band.mode === detailsOf);
  const note = detailed === undefined ? null : noteOf(detailed.result, detailed.run);

  const togglePicked = useCallback((mode: Mode) => setPicked((last) => (last === mode ? null : mode)), []);
  const toggleDetails = useCallback((mode: Mode) => setDetailsOf((last) => (last === mode ? null : mode)), []);
  const show = ({ evidence }: Finding): void => {
    if (useViewState.getState().view.hidden.includes(evidence.mode)) toggleHidden(evidence.mode);
    setPicked(evidence.mode);
    const band = bands.find(({ run }) => run.id === evidence.run)?.band;
    const range = band === undefined ? evidence.range : commonRange(band, evidence.range);
    setSelection(range);
    setViewport(viewportAround(range, whole));
  };
  const zoom = (factor: number): void => {
    const viewport = useViewState.getState().view.viewport ?? whole;
    setViewport(zoomAt(viewport, (viewport.start + viewport.end) / 2, factor, whole));
  };
  return (
    <>
      <main className="compare-main" aria-label={comparison.name}>
        <DifferBanner runs={runs} />
        <VerdictBar
          findings={findings}
          results={results}
          machine={machine}
          includeStartup={includeStartup}
          isFirstRun={isRunning && !runs.some(({ status }) => status === 'done')}
        />
        {isRunning && <RunProgress bands={bands} items={spec.workload.items} repeats={spec.repeats} />}
        {isLoading && <ReadingProgress id={id} runs={runs} />}
        <TimelineTools results={results} bands={bands} onZoom={zoom} />
        <ComparisonTimeline
          bands={bands}
          modes={modes}
          machine={machine}
          picked={focus}
          onPick={togglePicked}
          onDetails={toggleDetails}
        />
        {detailed !== undefined && note !== null && (
          <ConsolePanel mode={detailed.band.mode} note={note} onClose={() => setDetailsOf(null)} />
        )}
      </main>
      <aside className="compare-side" aria-label="Numbers and findings">
        {focused !== undefined && (
          <NumbersPanel shown={focused} machine={machine} selection={selection} onClear={() => setSelection(null)} />
        )}
        <FindingsList findings={findings} isRunning={isRunning} onShow={show} />
      </aside>
    </>
  );
}
