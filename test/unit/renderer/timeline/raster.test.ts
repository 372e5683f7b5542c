import { describe, expect, it } from 'vitest';
import { DrawListBuilder } from '../../../../src/renderer/timeline/draw-list';
import { isManyRects, rasterise, type Palette, type Pixels } from '../../../../src/renderer/timeline/raster';

const red = 0xff0000ff;
const blue = 0xffff0000;
const clear = 0;
const stripes: Pixels = { width: 2, height: 1, data: Uint32Array.of(red, clear) };
const palette: Palette = {
  colours: Uint32Array.of(red, blue),
  tile: (_colour, pattern) => (pattern === 0 ? null : stripes),
};

/** `.` nothing, `r`, `b`, `?` anything else. */
function picture({ width, height, data }: Pixels): string[] {
  const letters = new Map([
    [clear, '.'],
    [red, 'r'],
    [blue, 'b'],
  ]);
  const rows = Array.from({ length: height }, (_, y) => [...data.subarray(y * width, (y + 1) * width)]);
  return rows.map((row) => row.map((pixel) => letters.get(pixel) ?? '?').join(''));
}

const canvas = (width: number, height: number): Pixels => ({ width, height, data: new Uint32Array(width * height) });
const builder = (pixel = 1): DrawListBuilder => new DrawListBuilder({ left: 0, top: 0, right: 6, bottom: 3 }, pixel);

describe('rasterise', () => {
  it('fills in order, cut off at the edges', () => {
    const list = builder();
    list.rect(-5, 0, 3, 2, 0);
    list.rect(2, 1, 50, 9, 1);
    const pixels = canvas(6, 3);
    rasterise(list.finish().rects, 1, palette, pixels);
    expect(picture(pixels)).toEqual(['rrr...', 'rrbbbb', '..bbbb']);
  });

  it('fills device pixels: twice as many in each direction on a dense screen', () => {
    const list = builder(0.5);
    list.rect(1.5, 1, 2, 2, 0);
    const pixels = canvas(12, 6);
    rasterise(list.finish().rects, 2, palette, pixels);
    expect(picture(pixels)).toEqual([
      ...Array(2).fill('............'),
      ...Array(2).fill('...r........'),
      ...Array(2).fill('............'),
    ]);
  });

  it('a pattern repeats from the corner of the picture, and lets through what is below', () => {
    const list = builder();
    list.rect(0, 0, 6, 1, 1);
    list.rect(1, 0, 5, 2, 0, 255, 1);
    const pixels = canvas(6, 3);
    rasterise(list.finish().rects, 1, palette, pixels);
    expect(picture(pixels)).toEqual(['bbrbrb', '..r.r.', '......']);
  });

  it('blends as the canvas does: over nothing with its own opacity, over a colour by shares', () => {
    const list = builder();
    list.rect(0, 0, 1, 1, 1);
    list.rect(0, 0, 2, 1, 0, 51);
    const pixels = canvas(6, 3);
    rasterise(list.finish().rects, 1, palette, pixels);
    // A fifth of red over blue; a fifth of red over nothing.
    expect([...pixels.data.subarray(0, 2)]).toEqual([0xffcc0033, 0x330000ff]);
  });
});

it('few rectangles are left to the canvas', () => {
  expect(isManyRects(300, 1000 * 800)).toBe(false);
  expect(isManyRects(30_000, 1000 * 800)).toBe(true);
});
