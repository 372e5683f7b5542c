import { useEffect, useMemo, useState } from 'react';
import { smallSize } from './metrics';
import { useThemeRoot } from './theme-root';
import { colourNames, patternNames, type ColourName } from './colours';

/** How names of colours look now. Read from the page's CSS variables, so that a theme is defined in one place. */
export interface TimelineTheme {
  readonly colours: readonly string[];
  readonly fonts: readonly string[];
  /** Fill of an area by colour and pattern (indices). */
  readonly fill: (colour: number, pattern: number) => string | CanvasPattern;
}

const variables: Readonly<Record<ColourName, string>> = {
  bg: '--bg',
  panel: '--panel',
  line: '--line',
  ink: '--ink',
  dim: '--dim',
  faint: '--faint',
  accent: '--accent',
  running: '--running',
  waiting: '--io',
  startup: '--sleep',
  idle: '--poll',
  unmeasured: '--faint',
  lost: '--runnable',
  lag: '--accent',
  alarm: '--lock',
};

/** Reads the theme that applies to an element. */
export function readTheme(element: Element, fontSize: number, pixelRatio: number): TimelineTheme {
  const style = getComputedStyle(element);
  const colours = colourNames.map((name) => style.getPropertyValue(variables[name]).trim() || 'currentColor');
  const family = style.fontFamily;
  const fonts = [`${fontSize}px ${family}`, `${smallSize(fontSize)}px ${family}`, `600 ${fontSize}px ${family}`];
  const patterns = new Map<number, string | CanvasPattern>();
  const fill = (colour: number, pattern: number): string | CanvasPattern => {
    if (pattern === 0) return colours[colour]!;
    const key = colour * patternNames.length + pattern;
    const known = patterns.get(key);
    if (known !== undefined) return known;
    const made = stripes(colours[colour]!, pixelRatio, fontSize / 12) ?? colours[colour]!;
    patterns.set(key, made);
    return made;
  };
  return { colours, fonts, fill };
}

/** Diagonal stripes, 2 px in 5. */
function stripes(colour: string, pixelRatio: number, scale: number): CanvasPattern | null {
  const size = Math.round(5 * scale * pixelRatio);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.strokeStyle = colour;
  context.lineWidth = size * 0.3;
  for (const offset of [-size, 0, size]) {
    context.beginPath();
    context.moveTo(offset - 1, size + 1);
    context.lineTo(offset + size + 1, -1);
    context.stroke();
  }
  const pattern = context.createPattern(canvas, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(1 / pixelRatio));
  return pattern;
}

/** The page's theme; new whenever the page changes its colours, its fonts have come, or the screen's density changes. */
export function useTimelineTheme(fontSize: number): TimelineTheme {
  const version = useThemeVersion();
  const root = useThemeRoot();
  return useMemo(() => themeOfVersion(version, root, fontSize), [version, root, fontSize]);
}

/** `version` stands for the page's colours, which are read anew for each. */
function themeOfVersion(_version: number, root: Element, fontSize: number): TimelineTheme {
  return readTheme(root, fontSize, devicePixelRatio);
}

/** Grows whenever colours read from the page may have become others. */
export function useThemeVersion(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const changed = (): void => setVersion((last) => last + 1);
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, { attributes: true });
    const queries = [matchMedia('(prefers-color-scheme: dark)'), matchMedia(`(resolution: ${devicePixelRatio}dppx)`)];
    for (const query of queries) query.addEventListener('change', changed);
    void document.fonts.ready.then(changed);
    return () => {
      observer.disconnect();
      for (const query of queries) query.removeEventListener('change', changed);
    };
  }, []);
  return version;
}
