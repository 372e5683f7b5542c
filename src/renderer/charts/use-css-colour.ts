import { useMemo } from 'react';
import { useThemeVersion } from '../timeline/theme';
import { useThemeRoot } from '../timeline/theme-root';

/** Reads colours from the page's CSS variables; a new function whenever they may have become others. */
export function useCssColour(): (variable: string) => string {
  const version = useThemeVersion();
  const root = useThemeRoot();
  return useMemo(() => readerOfVersion(version, root), [version, root]);
}

/** `version` stands for the page's colours, which are read anew for each. */
function readerOfVersion(_version: number, root: Element): (variable: string) => string {
  const style = getComputedStyle(root);
  return (variable) => style.getPropertyValue(variable).trim() || 'gray';
}
