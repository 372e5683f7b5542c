import type { DrawList, Rects, Texts } from './draw-list';
import { isManyRects, rasterise } from './raster';
import type { TimelineTheme } from './theme';

const aligns = ['left', 'center', 'right'] as const;

/**
 * Paints a draw list onto an empty canvas. All knowledge of what is drawn is in the layout.
 *
 * @param ratio device pixels in a CSS px
 */
export function paint(
  context: CanvasRenderingContext2D,
  { rects, texts }: DrawList,
  theme: TimelineTheme,
  ratio: number,
): void {
  const { width, height } = context.canvas;
  if (isManyRects(rects.count, width * height)) putRects(context, rects, theme, ratio);
  else fillRects(context, rects, theme);
  writeTexts(context, texts, theme);
}

function putRects(context: CanvasRenderingContext2D, rects: Rects, theme: TimelineTheme, ratio: number): void {
  const image = imageFor(context);
  const { width, height, data } = image;
  data.fill(0);
  rasterise(rects, ratio, theme.palette, { width, height, data: new Uint32Array(data.buffer) });
  context.putImageData(image, 0, 0);
}

let kept: ImageData | null = null;

/** Some MB each: one is kept, and serves all canvases that are as large. */
function imageFor(context: CanvasRenderingContext2D): ImageData {
  const { width, height } = context.canvas;
  if (kept?.width !== width || kept.height !== height) kept = context.createImageData(width, height);
  return kept;
}

function fillRects(context: CanvasRenderingContext2D, rects: Rects, theme: TimelineTheme): void {
  let key = -1;
  let opacity = -1;
  for (let at = 0; at < rects.count; at++) {
    const nextKey = rects.colour[at]! * 16 + rects.pattern[at]!;
    if (nextKey !== key) {
      key = nextKey;
      context.fillStyle = theme.fill(rects.colour[at]!, rects.pattern[at]!);
    }
    if (rects.opacity[at]! !== opacity) {
      opacity = rects.opacity[at]!;
      context.globalAlpha = opacity / 255;
    }
    context.fillRect(rects.x[at]!, rects.y[at]!, rects.w[at]!, rects.h[at]!);
  }
  context.globalAlpha = 1;
}

function writeTexts(context: CanvasRenderingContext2D, texts: Texts, theme: TimelineTheme): void {
  context.textBaseline = 'middle';
  for (let at = 0; at < texts.count; at++) {
    context.font = theme.fonts[texts.font[at]!]!;
    context.fillStyle = theme.colours[texts.colour[at]!]!;
    context.textAlign = aligns[texts.align[at]!]!;
    context.fillText(cut(context, texts.text[at]!, texts.maxWidth[at]!), texts.x[at]!, texts.y[at]!);
  }
}

/** A text that is too long ends with an ellipsis. */
function cut(context: CanvasRenderingContext2D, text: string, maxWidth: number): string {
  if (maxWidth === Infinity || context.measureText(text).width <= maxWidth) return text;
  let length = text.length;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > maxWidth) length--;
  return `${text.slice(0, length)}…`;
}
