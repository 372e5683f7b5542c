import { create } from 'zustand';

export type ViewId = 'home' | 'compare' | 'profile' | 'library';

interface NavigationState {
  readonly view: ViewId;
  /** The comparison fills the screen (F5, Esc). */
  readonly presenting: boolean;
  readonly shortcutsShown: boolean;
}

export const useNavigation = create<NavigationState>(() => ({
  view: 'home',
  presenting: false,
  shortcutsShown: false,
}));

export const navigate = (view: ViewId): void => useNavigation.setState({ view });
export const setPresenting = (presenting: boolean): void => useNavigation.setState({ presenting });
export const showShortcuts = (shortcutsShown: boolean): void => useNavigation.setState({ shortcutsShown });
