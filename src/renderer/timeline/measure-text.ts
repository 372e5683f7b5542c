import { useMemo } from 'react';
import { font } from './colours';
import type { TimelineTheme } from './theme';

/** Width of texts in the small font, px. */
export function useMeasure(theme: TimelineTheme): (text: string) => number {
  return useMemo(() => measurer(theme.fonts[font.small]!), [theme]);
}

function measurer(fontOfText: string): (text: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return () => 0;
  context.font = fontOfText;
  return (text) => context.measureText(text).width;
}
