import { describe, expect, it } from 'vitest';
import { commandOf, timelineCommands } from '../../../../src/renderer/timeline/commands';
import { turn } from '../../../../src/renderer/timeline/wheel';

const whole = { start: 0, end: 10e9 };
const input = { viewport: { start: 4e9, end: 6e9 }, whole, cursor: null, selection: null };
const press = (key: string, more: Partial<typeof input> | { cursor: number } | object = {}) =>
  commandOf(key)!.run({ ...input, ...more });

describe('keys of the timeline', () => {
  it('has each key once', () => {
    const keys = timelineCommands.flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('zooms at the cursor where there is one in sight, else in the middle', () => {
    expect(press('+', { cursor: 4e9 }).viewport!.start).toBe(4e9);
    const middle = press('+').viewport!;
    expect((middle.start + middle.end) / 2).toBeCloseTo(5e9, 0);
    expect(press('W').viewport).toEqual(middle);
  });

  it('moves, goes to the ends and shows everything', () => {
    expect(press('ArrowRight').viewport!.start).toBeCloseTo(4.3e9, 0);
    expect(press('Home').viewport).toEqual({ start: 0, end: 2e9 });
    expect(press('End').viewport).toEqual({ start: 8e9, end: 10e9 });
    expect(press('0').viewport).toBeNull();
  });

  it('selects from the cursor with brackets, in whatever order, and clears', () => {
    expect(press('[', { cursor: 5e9 }).selection).toEqual({ start: 5e9, end: 6e9 });
    expect(press(']', { cursor: 4.5e9, selection: { start: 5e9, end: 6e9 } }).selection).toEqual({
      start: 4.5e9,
      end: 5e9,
    });
    expect(press('Escape').selection).toBeNull();
  });

  it('knows no other keys', () => {
    expect(commandOf('x')).toBeNull();
  });
});

describe('the wheel', () => {
  const scale = { viewport: input.viewport, left: 100, width: 1000 };
  const wheel = { deltaX: 0, deltaY: 0, deltaMode: 0, ctrlKey: false, shiftKey: false };

  it('zooms in by 1.2 a notch, with the time under the pointer held', () => {
    const zoomed = turn(scale, 100, { ...wheel, deltaY: -100 }, whole);
    expect(zoomed.start).toBeCloseTo(4e9, 0);
    expect(zoomed.end - zoomed.start).toBeCloseTo(2e9 / 1.2, 0);
    expect(turn(scale, 100, { ...wheel, deltaY: -100 / 16, deltaMode: 1 }, whole).end).toBeCloseTo(zoomed.end, 0);
  });

  it('moves with shift, or when it is turned sideways', () => {
    expect(turn(scale, 600, { ...wheel, deltaY: 100, shiftKey: true }, whole).start).toBeCloseTo(4.2e9, 0);
    expect(turn(scale, 600, { ...wheel, deltaX: -100 }, whole).start).toBeCloseTo(3.8e9, 0);
  });
});
