import { useEffect } from 'react';
import type { ComparisonView } from '../../../core/trace/comparison';
import { request } from '../../state/client';
import { changeDocument } from '../../state/comparison';
import { useViewState } from '../../state/view';

/** Zooming is many small changes: what is saved is where it came to rest. */
const restMs = 700;

/** Saves how the shown comparison is looked at with it. What can't be saved is no trouble: it is only the view. */
export function useSavedView(): void {
  useEffect(() => {
    let pending: { readonly id: string; readonly view: ComparisonView; readonly timer: number } | null = null;
    const flush = (): void => {
      if (pending === null) return;
      const { id, view, timer } = pending;
      clearTimeout(timer);
      pending = null;
      changeDocument(id, { view });
      request('library.annotate', { id, view: mutable(view) }).catch(() => {});
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

function mutable(view: ComparisonView) {
  const { order, collapsed, hidden, pinned, pinnedThreads = [], hiddenThreads = [] } = view;
  return {
    ...view,
    order: [...order],
    collapsed: [...collapsed],
    hidden: [...hidden],
    pinned: [...pinned],
    pinnedThreads: [...pinnedThreads],
    hiddenThreads: [...hiddenThreads],
  };
}
