import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeWindow, smallestWindow } from '../../../src/main/window-state';

const left = { x: 0, y: 0, width: 1920, height: 1080 };
const right = { x: 1920, y: 0, width: 2560, height: 1440 };
const saved = { x: 2000, y: 100, width: 1500, height: 900, maximised: false };

describe('placeWindow', () => {
  it('lets the system choose the place of the first window', () => {
    expect(placeWindow(null, [left])).toEqual({ width: 1280, height: 800 });
  });

  it('opens where it was', () => {
    expect(placeWindow(saved, [left, right])).toEqual({ x: 2000, y: 100, width: 1500, height: 900 });
  });

  it('lets the system choose when the display is gone, and fits the one that is left', () => {
    expect(placeWindow({ ...saved, width: 2500, height: 1400 }, [left])).toEqual({ width: 1920, height: 1080 });
  });

  it('does not open where only its bottom would be seen: there is nothing to drag it by', () => {
    expect(placeWindow({ ...saved, x: 100, y: -500 }, [left])).not.toHaveProperty('x');
  });

  it('always opens a window of use, on some display or where the system wants', () => {
    const number = fc.integer({ min: -10_000, max: 10_000 });
    const size = fc.integer({ min: 1, max: 20_000 });
    const rectangle = fc.record({ x: number, y: number, width: size, height: size });
    fc.assert(
      fc.property(rectangle, fc.array(rectangle, { maxLength: 3 }), (window, areas) => {
        const placed = placeWindow({ ...window, maximised: false }, areas);
        expect(placed.width).toBeGreaterThanOrEqual(smallestWindow.width);
        expect(placed.height).toBeGreaterThanOrEqual(smallestWindow.height);
        if (placed.x === undefined || placed.y === undefined) return;
        const { x, y } = placed;
        expect(areas.some((area) => x < area.x + area.width && y < area.y + area.height && y + 32 > area.y)).toBe(true);
      }),
    );
  });
});
