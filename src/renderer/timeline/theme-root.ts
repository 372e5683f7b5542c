import { createContext, useContext } from 'react';

/** The element whose CSS variables apply; null: the page's body. A presentation has colours of its own. */
export const ThemeRoot = createContext<Element | null>(null);

export const useThemeRoot = (): Element => useContext(ThemeRoot) ?? document.body;
