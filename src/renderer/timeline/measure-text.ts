import { useMemo } from 'react';
import { font } from './colours';
import type { TimelineTheme } from './theme';

/** Width of texts in the small font, px. */
export function useMeasure(theme: TimelineTheme | null): (text: string) => number {
  return useMemo(() => {
    const context = document.createElement('canvas').getContext('2d');
    if (context === null || theme === null) return () => 0;
    context.font = theme.fonts[font.small]!;
    return (text: string) => context.measureText(text).width;
  }, [theme]);
}
