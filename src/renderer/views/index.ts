import { lazy, type ComponentType } from 'react';
import { HomeView } from './home/home-view';
import { LibraryView } from './library/library-view';

interface View {
  readonly id: string;
  readonly title: string;
  readonly Component: ComponentType;
}

/** Timeline and charts are much of the window's code: Home does not wait for it. */
const loadCompare = async () => ({ default: (await import('./compare/compare-view')).CompareView });
const loadPresent = async () => ({ default: (await import('./present/present-view')).PresentView });
const loadProfile = async () => ({ default: (await import('./profile/profile-view')).ProfileView });
const CompareView = lazy(loadCompare);
const ProfileView = lazy(loadProfile);
export const PresentView = lazy(loadPresent);

/** Brings in, while nothing else is to be done, what will be wanted next. */
export function loadAhead(): void {
  requestIdleCallback(() => void Promise.all([loadCompare(), loadProfile(), loadPresent()]));
}

/** The pages, in the order of their tabs. A new page is a folder of its own and a line here. */
export const views = [
  { id: 'home', title: 'Home', Component: HomeView },
  { id: 'compare', title: 'Compare', Component: CompareView },
  { id: 'profile', title: 'Profile', Component: ProfileView },
  { id: 'library', title: 'Library', Component: LibraryView },
] as const satisfies readonly View[];
