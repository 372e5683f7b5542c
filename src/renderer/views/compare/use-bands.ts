import { useMemo, useState } from 'react';
import type { RecordingIndex } from '../../../core/analysis/recording-index';
import type { ModeResult } from '../../../core/analysis/compare-modes';
import type { RunManifest } from '../../../core/trace/run';
import { indexOf, useRecordings } from '../../state/recordings';
import { runKey, type RunKey } from '../../state/run-key';
import { bandOrder, initialView, useView } from '../../state/view';
import type { Alignment } from '../../timeline/alignment';
import type { Band } from '../../timeline/band';
import { BandSource } from '../../timeline/band-source';

/** A band with the result of its mode. */
export interface ShownBand {
  readonly band: Band;
  readonly result: ModeResult;
  /** The run that is drawn. */
  readonly run: RunManifest;
  readonly key: RunKey;
}

/** The run of a mode that is drawn: the one that goes on now, else the median repeat. */
export function shownRun(result: ModeResult): RunManifest {
  return result.runs.findLast((run) => run.status === 'recording') ?? result.drawn;
}

/** One band a mode, in the order of the view, with the data that has come so far. */
export function useBands(
  comparison: string,
  results: readonly ModeResult[],
  alignment: Alignment = 'start',
): readonly ShownBand[] {
  const { order, hidden, pinned } = useView((view) => ({
    order: view.order,
    hidden: view.hidden,
    pinned: view.pinned,
  }));
  const [sources] = useState(() => new WeakMap<RecordingIndex, BandSource>());
  const shown = useMemo(() => {
    const byMode = new Map(results.map((result) => [result.mode, result]));
    return bandOrder([...byMode.keys()], { ...initialView, order, hidden, pinned }).flatMap(
      (mode) => byMode.get(mode) ?? [],
    );
  }, [results, order, hidden, pinned]);
  // As one text, so that runs that are not drawn do not draw the others anew.
  const versions = useRecordings((state) =>
    shown.map((result) => state.versions[runKey(comparison, shownRun(result).id)] ?? 0).join(),
  );
  return useMemo(
    () => bandsOf(comparison, shown, sources, alignment, versions),
    [comparison, shown, sources, alignment, versions],
  );
}

/** `versions` stands for the recordings' data. A source belongs to one run's data: data that come anew have a new one. */
function bandsOf(
  comparison: string,
  shown: readonly ModeResult[],
  sources: WeakMap<RecordingIndex, BandSource>,
  alignment: Alignment,
  _versions: string,
): readonly ShownBand[] {
  return shown.map((result) => {
    const run = shownRun(result);
    const key = runKey(comparison, run.id);
    const index = indexOf(key);
    const source = sources.get(index) ?? new BandSource(run.mode, run.id);
    sources.set(index, source);
    const ended = run.status !== 'recording' && run.status !== 'waiting';
    return { band: source.bandOf(index, ended, alignment), result, run, key };
  });
}
