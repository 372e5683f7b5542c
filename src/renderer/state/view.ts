import { create } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { ComparisonView } from '../../core/trace/comparison';
import type { Mode } from '../../core/trace/run';
import type { TimeRange } from '../../core/trace/time-range';

/*
 * How the shown comparison is looked at: all of it serialisable, saved with the comparison (`save-view.ts`).
 * What lives for the length of a gesture only (the cursor, a drag) does not belong here.
 */

interface ViewState {
  /** Whose view this is; null: no comparison is shown. */
  readonly comparison: string | null;
  readonly view: ComparisonView;
}

export const initialView: ComparisonView = {
  baseline: null,
  includeStartup: false,
  order: [],
  collapsed: [],
  hidden: [],
  pinned: [],
  viewport: null,
  selection: null,
};

export const useViewState = create<ViewState>(() => ({ comparison: null, view: initialView }));
/** A part of the view: who uses it is drawn anew when that part changes, not with every step of a zoom. */
export const useView = <T>(part: (view: ComparisonView) => T): T => useViewState(useShallow(({ view }) => part(view)));

/** Begins with the view that was saved with a comparison; null: none is shown any more. */
export function loadView(comparison: string | null, view: ComparisonView | null): void {
  useViewState.setState({ comparison, view: view ?? initialView });
}

/** Nanos; null: everything. */
export const setViewport = (viewport: TimeRange | null): void => change({ viewport });
export const setSelection = (selection: TimeRange | null): void => change({ selection });
export const setAlignment = (align: string): void => change({ align, viewport: null, selection: null });
/** Keys as `pid:tid`. */
export const setThreadChoice = (pinnedThreads: readonly string[], hiddenThreads: readonly string[]): void =>
  change({ pinnedThreads, hiddenThreads });
export const setBaseline = (baseline: Mode | null): void => change({ baseline });
export const setIncludeStartup = (includeStartup: boolean): void => change({ includeStartup });
export const setOrder = (order: readonly Mode[]): void => change({ order });
export const toggleCollapsed = (mode: Mode): void => toggle('collapsed', mode);
export const toggleHidden = (mode: Mode): void => toggle('hidden', mode);
export const togglePinned = (mode: Mode): void => toggle('pinned', mode);

/** Pinned bands first, then by the user's order, then as they were run; hidden ones left out. */
export function bandOrder(run: readonly Mode[], view: ComparisonView): Mode[] {
  const ordered = [
    ...view.order.filter((mode) => run.includes(mode)),
    ...run.filter((mode) => !view.order.includes(mode)),
  ];
  const shown = ordered.filter((mode) => !view.hidden.includes(mode));
  return [
    ...shown.filter((mode) => view.pinned.includes(mode)),
    ...shown.filter((mode) => !view.pinned.includes(mode)),
  ];
}

/** Moves a band by so many places up (-1) or down (1) among all of `run`. */
export function moveBand(run: readonly Mode[], mode: Mode, by: -1 | 1): void {
  const order = bandOrder(run, { ...useViewState.getState().view, hidden: [] });
  const from = order.indexOf(mode);
  const to = from + by;
  const other = order[to];
  if (from < 0 || other === undefined) return;
  setOrder(order.with(from, other).with(to, mode));
}

function toggle(list: 'collapsed' | 'hidden' | 'pinned', mode: Mode): void {
  const { view } = useViewState.getState();
  const modes = view[list];
  change({ [list]: modes.includes(mode) ? modes.filter((other) => other !== mode) : [...modes, mode] });
}

function change(change: Partial<ComparisonView>): void {
  useViewState.setState((state) => ({ view: { ...state.view, ...change } }));
}
