import { useMemo, useState } from 'react';
import type { ModeResult } from '../../../core/analysis/compare-modes';
import type { RunManifest } from '../../../core/trace/run';
import { indexOf, useRecordings } from '../../state/recordings';
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
}

/** The run of a mode that is drawn: the one that goes on now, else the median repeat. */
export function shownRun(result: ModeResult): RunManifest {
  return result.runs.findLast((run) => run.status === 'recording') ?? result.drawn;
}

/** One band a mode, in the order of the view, with the data that has come so far. */
export function useBands(results: readonly ModeResult[], alignment: Alignment = 'start'): readonly ShownBand[] {
  const { order, hidden, pinned } = useView((view) => ({
    order: view.order,
    hidden: view.hidden,
    pinned: view.pinned,
  }));
  const [sources] = useState(() => new Map<string, BandSource>());
  const shown = useMemo(() => {
    const byMode = new Map(results.map((result) => [result.mode, result]));
    return bandOrder([...byMode.keys()], { ...initialView, order, hidden, pinned }).flatMap(
      (mode) => byMode.get(mode) ?? [],
    );
  }, [results, order, hidden, pinned]);
  // As one text, so that runs that are not drawn do not draw the others anew.
  const versions = useRecordings((state) => shown.map((result) => state.versions[shownRun(result).id] ?? 0).join());
  return useMemo(() => bandsOf(shown, sources, alignment, versions), [shown, sources, alignment, versions]);
}

/** `versions` stands for the recordings' data. Sources of runs that are no longer drawn are let go. */
function bandsOf(
  shown: readonly ModeResult[],
  sources: Map<string, BandSource>,
  alignment: Alignment,
  _versions: string,
): readonly ShownBand[] {
  const drawn = shown.map((result) => {
    const run = shownRun(result);
    const source = sources.get(run.id) ?? new BandSource(run.mode, run.id);
    sources.set(run.id, source);
    const ended = run.status !== 'recording' && run.status !== 'waiting';
    return { band: source.bandOf(indexOf(run.id), ended, alignment), result, run };
  });
  const kept = new Set(drawn.map(({ run }) => run.id));
  for (const run of sources.keys()) if (!kept.has(run)) sources.delete(run);
  return drawn;
}
