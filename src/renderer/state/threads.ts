import { create } from 'zustand';
import type { ThreadState } from '../../core/trace/track';
import { usualThreads, type ThreadLook } from '../timeline/choose-threads';

/** How threads of recorded commands are looked at; `keepThreads` remembers it. */
export const useThreads = create<ThreadLook>(() => usualThreads);

export const changeThreads = (change: Partial<ThreadLook>): void => useThreads.setState(change);
export const togglePinnedThread = (key: string): void =>
  useThreads.setState(({ pinned }) => ({ pinned: toggled(pinned, key) }));
export const toggleHiddenThread = (key: string): void =>
  useThreads.setState(({ hidden }) => ({ hidden: toggled(hidden, key) }));
export const toggleMuted = (state: ThreadState): void =>
  useThreads.setState(({ muted }) => ({ muted: toggled(muted, state) }));

function toggled<T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const changed = new Set(set);
  if (!changed.delete(one)) changed.add(one);
  return changed;
}
