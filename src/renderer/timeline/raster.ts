import type { Rects } from './draw-list';

/** A picture of pixels, each 0xAABBGGRR, not multiplied by its alpha: what an `ImageData` holds on all our machines. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint32Array;
}

/** How areas look as pixels. */
export interface Palette {
  /** By colour (index), opaque. */
  readonly colours: Uint32Array;
  /** The tile that repeats in an area, by colour and pattern (indices); null: no pattern. */
  readonly tile: (colour: number, pattern: number) => Pixels | null;
}

/**
 * Whether painting pixel by pixel is faster than asking the canvas for each rectangle: a rectangle costs it about as
 * much as 200 pixels cost us, however small it is.
 */
export const isManyRects = (rects: number, pixels: number): boolean => rects * 200 > pixels;

/** Fills the rectangles in order. @param ratio device pixels in a CSS px; the edges lie on whole device pixels */
export function rasterise(rects: Rects, ratio: number, palette: Palette, pixels: Pixels): void {
  for (let at = 0; at < rects.count; at++) {
    const left = Math.max(0, Math.round(rects.x[at]! * ratio));
    const top = Math.max(0, Math.round(rects.y[at]! * ratio));
    const right = Math.min(pixels.width, Math.round((rects.x[at]! + rects.w[at]!) * ratio));
    const bottom = Math.min(pixels.height, Math.round((rects.y[at]! + rects.h[at]!) * ratio));
    const opacity = rects.opacity[at]!;
    const pattern = rects.pattern[at]!;
    const tile = pattern === 0 ? null : palette.tile(rects.colour[at]!, pattern);
    const colour = palette.colours[rects.colour[at]!]!;
    if (tile !== null) fillTiled(pixels, left, top, right, bottom, tile, opacity);
    else if (opacity === 255) fillSolid(pixels, left, top, right, bottom, colour);
    else fillBlended(pixels, left, top, right, bottom, withAlpha(colour, opacity));
  }
}

function fillSolid(
  { width, data }: Pixels,
  left: number,
  top: number,
  right: number,
  bottom: number,
  colour: number,
): void {
  for (let y = top; y < bottom; y++) {
    for (let at = y * width + left, end = y * width + right; at < end; at++) data[at] = colour;
  }
}

function fillBlended(
  { width, data }: Pixels,
  left: number,
  top: number,
  right: number,
  bottom: number,
  colour: number,
): void {
  // Most areas lie on one colour: what came out for the last pixel comes out for the next.
  let below = 0;
  let result = colour;
  for (let y = top; y < bottom; y++) {
    for (let at = y * width + left, end = y * width + right; at < end; at++) {
      if (data[at] !== below) {
        below = data[at]!;
        result = over(colour, below);
      }
      data[at] = result;
    }
  }
}

function fillTiled(
  { width, data }: Pixels,
  left: number,
  top: number,
  right: number,
  bottom: number,
  tile: Pixels,
  opacity: number,
): void {
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const colour = tile.data[(y % tile.height) * tile.width + (x % tile.width)]!;
      const at = y * width + x;
      data[at] = over(withAlpha(colour, opacity), data[at]!);
    }
  }
}

/** @param opacity 0..255, times the colour's own alpha */
function withAlpha(colour: number, opacity: number): number {
  const alpha = Math.round(((colour >>> 24) * opacity) / 255);
  return ((alpha << 24) | (colour & 0xffffff)) >>> 0;
}

/** Porter and Duff's "source over", colours not multiplied by their alpha. */
function over(source: number, below: number): number {
  const a = source >>> 24;
  const b = below >>> 24;
  if (a === 255 || b === 0) return source;
  if (a === 0) return below;
  const rest = (b * (255 - a)) / 255;
  const alpha = a + rest;
  const mix = (shift: number): number => {
    const value = (((source >>> shift) & 255) * a + ((below >>> shift) & 255) * rest) / alpha;
    return Math.round(value) << shift;
  };
  return ((Math.round(alpha) << 24) | mix(16) | mix(8) | mix(0)) >>> 0;
}
