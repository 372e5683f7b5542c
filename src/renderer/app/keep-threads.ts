import { changeSettings, useApp } from '../state/settings';
import { useThreads } from '../state/threads';
import { setThreadChoice, useViewState } from '../state/view';
import { attempt } from './tell';

/**
 * Remembers how threads are looked at: their order and what is drawn in the settings, which are pinned and hidden with the
 * comparison that they are of.
 */
export function keepThreads(): void {
  const { threads } = useApp.getState().settings;
  if (threads !== undefined) useThreads.setState({ ...threads, muted: new Set(threads.muted) });
  takeChoice();
  useViewState.subscribe(({ comparison }, last) => {
    if (comparison !== last.comparison) takeChoice();
  });
  useThreads.subscribe((look, last) => {
    if (look.pinned !== last.pinned || look.hidden !== last.hidden) {
      const { pinnedThreads = [], hiddenThreads = [] } = useViewState.getState().view;
      const isNew = !isSame(look.pinned, pinnedThreads) || !isSame(look.hidden, hiddenThreads);
      if (isNew) setThreadChoice([...look.pinned], [...look.hidden]);
    }
    const { order, all, arrows, muted } = look;
    if (order === last.order && all === last.all && arrows === last.arrows && muted === last.muted) return;
    attempt(changeSettings({ threads: { order, all, arrows, muted: [...muted] } }));
  });
}

/** Of the comparison that is shown now. */
function takeChoice(): void {
  const { pinnedThreads = [], hiddenThreads = [] } = useViewState.getState().view;
  useThreads.setState({ pinned: new Set(pinnedThreads), hidden: new Set(hiddenThreads), search: '' });
}

const isSame = (set: ReadonlySet<string>, list: readonly string[]): boolean =>
  set.size === list.length && list.every((one) => set.has(one));
