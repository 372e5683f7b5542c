import type { LanePlace, RowsPlace } from './arrange-bands';
import { colour, pattern } from './colours';
import type { DrawListBuilder } from './draw-list';
import { laneShares } from './lane-shares';
import type { TimeScale } from './viewport';

/** Below this share of a pixel nothing is drawn. */
const least = 0.02;

/** Too many tasks to draw each: a column a pixel, as high as the share of it that the thread ran. */
export function layoutShares(
  builder: DrawListBuilder,
  { row }: LanePlace,
  slots: RowsPlace,
  rows: { readonly first: number; readonly end: number },
  { viewport, left, width }: TimeScale,
  y: (value: number) => number,
): void {
  const parts = Math.ceil(width);
  const { covered, running, measured } = laneShares(row.columns, row.index, rows, viewport.start, viewport.end, parts);
  const top = y(slots.top);
  const { height } = slots;
  const line = Math.max(1, Math.min(5, Math.round(height / 3)));
  /** Draws columns [from, to), which all look alike. */
  const flush = (from: number, to: number, bar: number, unknown: number, waits: boolean): void => {
    const x0 = left + from;
    const x1 = left + to;
    const middle = (size: number): number => top + Math.floor((height - size) / 2);
    if (unknown > 0) {
      builder.rect(x0, middle(unknown), x1, middle(unknown) + unknown, colour.unmeasured, 255, pattern.hatched);
    }
    if (waits) builder.rect(x0, middle(line), x1, middle(line) + line, colour.waiting);
    if (bar > 0) builder.rect(x0, middle(bar), x1, middle(bar) + bar, colour.running);
  };
  let from = 0;
  let now = '';
  let look: [number, number, boolean] = [0, 0, false];
  for (let part = 0; part <= parts; part++) {
    const next: [number, number, boolean] = part === parts ? [0, 0, false] : lookOf(part);
    const key = part === parts ? 'end' : next.join();
    if (key === now) continue;
    if (part > from) flush(from, part, ...look);
    from = part;
    now = key;
    look = next;
  }

  function lookOf(part: number): [number, number, boolean] {
    const share = Math.min(1, running[part]!);
    const unknown = covered[part]! - measured[part]!;
    return [
      share < least ? 0 : Math.max(1, Math.round(height * share)),
      unknown < least ? 0 : Math.max(1, Math.round(height * Math.min(1, unknown))),
      measured[part]! - share > least * 5,
    ];
  }
}
