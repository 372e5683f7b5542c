import { useEffect } from 'react';
import type { ComparisonView } from '../../../core/trace/comparison';
import { saveView } from '../../state/comparison';
import { useViewState } from '../../state/view';

/** Zooming is many small changes: what is saved is where it came to rest. */
const restMs = 700;

/** Saves how the shown comparison is looked at with it. */
export function useSavedView(): void {
  useEffect(() => {
    let pending: { readonly id: string; readonly view: ComparisonView; readonly timer: number } | null = null;
    const flush = (): void => {
      if (pending === null) return;
      const { id, view, timer } = pending;
      clearTimeout(timer);
      pending = null;
      saveView(id, view);
    };
    const stop = useViewState.subscribe((state, last) => {
      const isOther = state.comparison !== last.comparison;
      if (isOther) flush();
      if (isOther || state.comparison === null || state.view === last.view) return;
      if (pending !== null) clearTimeout(pending.timer);
      pending = { id: state.comparison, view: state.view, timer: window.setTimeout(flush, restMs) };
    });
    return () => {
      flush();
      stop();
    };
  }, []);
}
