import { formatDuration } from '../../core/base/format-duration';
import type { TimeRange } from '../../core/trace/time-range';
import type { Arrangement } from './arrange-bands';
import { colour, font } from './colours';
import { DrawListBuilder, type DrawList } from './draw-list';
import type { OverlayInput } from './layout-overlay';
import { scaleOf, ticksFor } from './layout-timeline';
import { xOf } from './viewport';

/** The times above the bands, that of the cursor, and how long the selection is; they stay while the bands scroll. */
export function layoutAxis(
  arrangement: Arrangement,
  viewport: TimeRange,
  width: number,
  pixel: number,
  { cursor, selection, measure }: OverlayInput,
): DrawList {
  const { metrics, left } = arrangement;
  const { axisHeight } = metrics;
  const builder = new DrawListBuilder({ left: 0, right: width, top: 0, bottom: axisHeight }, pixel);
  const scale = scaleOf(arrangement, viewport);
  const right = left + arrangement.width;
  const notes = [
    ...(selection === null ? [] : [{ at: middleInSight(selection, viewport), text: lengthOf(selection) }]),
    ...(cursor === null ? [] : [{ at: cursor, text: timeOf(cursor) }]),
  ]
    .map(({ at, text }) => ({ x: xOf(scale, at), half: measure(text) / 2 + metrics.fontSize / 2, text }))
    .filter(({ x }) => x >= left && x <= right)
    .map((note) => ({
      ...note,
      x: Math.min(right + metrics.restWidth - note.half, Math.max(left + note.half, note.x)),
    }));
  // The cursor's time comes last, and has the right of way.
  const shown = notes.filter((note, index) =>
    notes.slice(index + 1).every((later) => Math.abs(later.x - note.x) > later.half + note.half),
  );
  for (const { time, label } of ticksFor(arrangement, viewport)) {
    const x = xOf(scale, time);
    if (x < left - 1) continue;
    builder.rect(x, axisHeight - 6, x + pixel, axisHeight, colour.faint);
    // A time that a note would lie upon is left out: half of it is worse than none.
    const isFree = shown.every((note) => x + 4 + measure(label) < note.x - note.half || x + 4 > note.x + note.half);
    if (isFree) builder.text(x + 4, axisHeight / 2 - 1, label, { colour: colour.dim, font: font.small });
  }
  builder.rect(0, axisHeight - pixel, width, axisHeight, colour.line);
  for (const { x, half, text } of shown) {
    builder.rect(x - half, 2, x + half, axisHeight - 3, colour.line);
    builder.text(x, axisHeight / 2 - 1, text, { colour: colour.ink, font: font.small, align: 'centre' });
  }
  return builder.finish();
}

const timeOf = (time: number): string => formatDuration(time / 1e6);
const lengthOf = ({ start, end }: TimeRange): string => formatDuration((end - start) / 1e6);

function middleInSight(range: TimeRange, viewport: TimeRange): number {
  return (Math.max(range.start, viewport.start) + Math.min(range.end, viewport.end)) / 2;
}
