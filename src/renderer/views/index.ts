import type { ComponentType } from 'react';
import { CompareView } from './compare/compare-view';
import { HomeView } from './home/home-view';
import { LibraryView } from './library/library-view';

interface View {
  readonly id: string;
  readonly title: string;
  readonly Component: ComponentType;
}

/** The pages, in the order of their tabs. A new page is a folder of its own and a line here. */
export const views = [
  { id: 'home', title: 'Home', Component: HomeView },
  { id: 'compare', title: 'Compare', Component: CompareView },
  { id: 'library', title: 'Library', Component: LibraryView },
] as const satisfies readonly View[];
