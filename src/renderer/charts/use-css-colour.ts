import { useMemo } from 'react';
import { useThemeVersion } from '../timeline/theme';

/** Reads colours from the page's CSS variables; a new function whenever they may have become others. */
export function useCssColour(): (variable: string) => string {
  const version = useThemeVersion();
  return useMemo(() => {
    const style = getComputedStyle(document.body);
    return (variable: string) => style.getPropertyValue(variable).trim() || 'gray';
    // `version` stands for the page's colours.
  }, [version]);
}
