import { create } from 'zustand';
import type { Hit } from './hit-test';

/** Where the pointer is on a timeline. It lives for the length of a gesture: nothing of it is saved. */
export interface Cursor {
  /** Px from the left of the timeline and from the top of what is seen of it; null: the keyboard put it there. */
  readonly point: { readonly x: number; readonly y: number } | null;
  /** Nanos. */
  readonly time: number;
  readonly hit: Hit | null;
}

interface CursorState {
  readonly cursor: Cursor | null;
  /** While a range is being dragged: its ends, Nanos. */
  readonly drag: { readonly from: number; readonly to: number } | null;
}

export const useCursor = create<CursorState>(() => ({ cursor: null, drag: null }));

export const setCursor = (cursor: Cursor | null): void => useCursor.setState({ cursor });
export const setDrag = (drag: CursorState['drag']): void => useCursor.setState({ drag });
