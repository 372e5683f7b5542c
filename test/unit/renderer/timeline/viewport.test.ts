import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  between,
  fitViewport,
  panBy,
  shortestViewport,
  timeAt,
  viewportAround,
  xOf,
  zoomAt,
} from '../../../../src/renderer/timeline/viewport';

const whole = { start: 0, end: 10e9 };
const viewports = fc
  .tuple(fc.double({ min: 0, max: 0.99, noNaN: true }), fc.double({ min: 1e-6, max: 1, noNaN: true }))
  .map(([from, length]) => ({ start: from * 10e9, end: (from + Math.max(1e-6, (1 - from) * length)) * 10e9 }));
const shares = fc.double({ min: 0, max: 1, noNaN: true });

describe('zoomAt', () => {
  it('keeps the time under the cursor where it is, as long as an edge of the whole does not hold it back', () => {
    fc.assert(
      fc.property(viewports, shares, fc.double({ min: 0.1, max: 0.999, noNaN: true }), (viewport, share, factor) => {
        const scale = { viewport, left: 118, width: 900 };
        const x = 118 + share * 900;
        const anchor = timeAt(scale, x);
        const zoomed = { ...scale, viewport: zoomAt(viewport, anchor, factor, whole) };
        // A viewport of a microsecond at ten seconds has about nine digits left.
        expect(xOf(zoomed, anchor)).toBeCloseTo(x, 2);
      }),
    );
  });

  it('stays inside the whole and above the shortest viewport, whatever is asked', () => {
    fc.assert(
      fc.property(viewports, shares, fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (viewport, share, factor) => {
        const anchor = viewport.start + share * (viewport.end - viewport.start);
        const zoomed = zoomAt(viewport, anchor, factor, whole);
        expect(zoomed.start).toBeGreaterThanOrEqual(whole.start);
        expect(zoomed.end).toBeLessThanOrEqual(whole.end * (1 + 1e-12));
        expect(zoomed.end - zoomed.start).toBeGreaterThanOrEqual(shortestViewport * 0.999);
      }),
    );
  });

  it('zooms in and out by the same factor to where it was', () => {
    const viewport = { start: 4e9, end: 5e9 };
    const there = zoomAt(viewport, 4.5e9, 0.5, whole);
    expect(there).toEqual({ start: 4.25e9, end: 4.75e9 });
    expect(zoomAt(there, 4.5e9, 2, whole)).toEqual(viewport);
  });
});

describe('panBy', () => {
  it('moves without changing the length, up to the edges', () => {
    expect(panBy({ start: 2e9, end: 3e9 }, 1e9, whole)).toEqual({ start: 3e9, end: 4e9 });
    expect(panBy({ start: 2e9, end: 3e9 }, -5e9, whole)).toEqual({ start: 0, end: 1e9 });
    expect(panBy({ start: 2e9, end: 3e9 }, 50e9, whole)).toEqual({ start: 9e9, end: 10e9 });
  });
});

describe('between', () => {
  it('begins and ends where it is told, and keeps the point that both share in place', () => {
    const from = { start: 0, end: 8e9 };
    const to = zoomAt(from, 2e9, 0.25, whole);
    expect(between(from, to, 0)).toEqual(from);
    expect(between(from, to, 1)).toEqual(to);
    for (const at of [0.25, 0.5, 0.75]) {
      const scale = { viewport: between(from, to, at), left: 0, width: 1000 };
      expect(xOf(scale, 2e9)).toBeCloseTo(250, 6);
    }
  });

  it('moves evenly when nothing is zoomed', () => {
    expect(between({ start: 0, end: 1e9 }, { start: 1e9, end: 2e9 }, 0.5)).toEqual({ start: 0.5e9, end: 1.5e9 });
  });
});

describe('viewportAround', () => {
  it('leaves room on both sides', () => {
    expect(viewportAround({ start: 2e9, end: 3e9 }, whole, 0.1)).toEqual({ start: 1.9e9, end: 3.1e9 });
  });

  it('shows an instant as the shortest viewport', () => {
    const shown = viewportAround({ start: 2e9, end: 2e9 }, whole);
    expect(shown.end - shown.start).toBeGreaterThanOrEqual(shortestViewport);
  });
});

it('fits from zero to a little behind the last end', () => {
  expect(fitViewport(2e9)).toEqual({ start: 0, end: 2.06e9 });
  expect(fitViewport(0).end).toBeGreaterThan(0);
});
