import { useEffect, useMemo, useState } from 'react';
import { smallSize } from './metrics';
import { useThemeRoot } from './theme-root';
import { colourNames, patternNames, type ColourName } from './colours';
import type { Palette, Pixels } from './raster';

/** How names of colours look now. Read from the page's CSS variables, so that a theme is defined in one place. */
export interface TimelineTheme {
  readonly colours: readonly string[];
  readonly fonts: readonly string[];
  /** Fill of an area by colour and pattern (indices). */
  readonly fill: (colour: number, pattern: number) => string | CanvasPattern;
  /** The same as pixels. */
  readonly palette: Palette;
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
  runnable: '--runnable',
  io: '--io',
  lock: '--lock',
  gil: '--gil',
  sleep: '--sleep',
  poll: '--poll',
  child: '--child',
  startup: '--sleep',
  idle: '--poll',
  unmeasured: '--faint',
  lost: '--runnable',
  lag: '--accent',
  alarm: '--lock',
  garbage: '--garbage',
  flame: '--flame',
};

/** Reads the theme that applies to an element. */
export function readTheme(element: Element, fontSize: number, pixelRatio: number): TimelineTheme {
  const style = getComputedStyle(element);
  const colours = colourNames.map((name) => style.getPropertyValue(variables[name]).trim() || 'currentColor');
  const family = style.fontFamily;
  const fonts = [`${fontSize}px ${family}`, `${smallSize(fontSize)}px ${family}`, `600 ${fontSize}px ${family}`];
  const areas = new Map<number, Area>();
  const area = (colour: number, pattern: number): Area => {
    const key = colour * patternNames.length + pattern;
    const known = areas.get(key);
    if (known !== undefined) return known;
    const made = stripes(colours[colour]!, pixelRatio, fontSize / 12) ?? { fill: colours[colour]!, tile: null };
    areas.set(key, made);
    return made;
  };
  const palette: Palette = {
    colours: Uint32Array.from(colours, pixelOf),
    tile: (colour, pattern) => (pattern === 0 ? null : area(colour, pattern).tile),
  };
  const fill = (colour: number, pattern: number): string | CanvasPattern =>
    pattern === 0 ? colours[colour]! : area(colour, pattern).fill;
  return { colours, fonts, fill, palette };
}

/** What an area with a pattern is filled with. */
interface Area {
  readonly fill: string | CanvasPattern;
  readonly tile: Pixels | null;
}

/** A CSS colour as the pixel it makes. */
function pixelOf(colour: string): number {
  const context = canvasOf(1).getContext('2d');
  if (context == null) return 0;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return pixelsOf(context, 1).data[0]!;
}

function pixelsOf(context: CanvasRenderingContext2D, size: number): Pixels {
  const { data } = context.getImageData(0, 0, size, size);
  return { width: size, height: size, data: new Uint32Array(data.buffer) };
}

function canvasOf(size: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  return canvas;
}

/** Diagonal stripes, 2 px in 5. */
function stripes(colour: string, pixelRatio: number, scale: number): Area | null {
  const size = Math.round(5 * scale * pixelRatio);
  const canvas = canvasOf(size);
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
  const tile = pixelsOf(context, size);
  const pattern = context.createPattern(canvas, 'repeat');
  pattern?.setTransform(new DOMMatrix().scale(1 / pixelRatio));
  return pattern === null ? null : { fill: pattern, tile };
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
