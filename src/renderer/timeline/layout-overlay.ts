import { formatDuration } from '../../core/base/format-duration';
import { formatCount } from '../../core/base/format-count';
import type { TimeRange } from '../../core/trace/time-range';
import type { Arrangement, BandPlace } from './arrange-bands';
import { bandAtTime } from './band-at-time';
import { colour, font } from './colours';
import { DrawListBuilder, type DrawList } from './draw-list';
import { scaleOf, type Sight } from './layout-timeline';
import { xOf } from './viewport';

export interface OverlayInput {
  /** Nanos; null: no cursor. */
  readonly cursor: number | null;
  readonly selection: TimeRange | null;
  /** Width of a text in the small font, px. */
  readonly measure: (text: string) => number;
}

const selectionOpacity = 32;

/** What lies over everything: the selected range, and the cursor with the values of each band. */
export function layoutOverlay(
  arrangement: Arrangement,
  viewport: TimeRange,
  sight: Sight,
  { cursor, selection, measure }: OverlayInput,
): DrawList {
  const { left, width, metrics } = arrangement;
  const clip = { left, right: left + width, top: 0, bottom: sight.height };
  const builder = new DrawListBuilder(clip, sight.pixel);
  const scale = scaleOf(arrangement, viewport);
  if (selection !== null) {
    const from = xOf(scale, selection.start);
    const to = xOf(scale, selection.end);
    builder.rect(from, 0, to, sight.height, colour.accent, selectionOpacity);
    builder.rect(from, 0, from + 1, sight.height, colour.accent);
    builder.rect(to - 1, 0, to, sight.height, colour.accent);
  }
  if (cursor === null) return builder.finish();
  const x = xOf(scale, cursor);
  if (x < left || x > left + width) return builder.finish();
  builder.rect(x, 0, x + 1, sight.height, colour.ink, 150);
  for (const place of arrangement.bands) {
    const y = place.header.top + place.header.height / 2 - sight.scrollTop;
    if (y < 0 || y > sight.height) continue;
    const text = readout(place, cursor);
    if (text === null) continue;
    const textWidth = measure(text);
    const room = 6;
    // Right of the line, or left of it where there is no room.
    const flips = x + textWidth + room * 3 > left + width;
    const from = flips ? x - textWidth - room * 2 - 2 : x + 3;
    const half = metrics.fontSize * 0.75;
    builder.rect(from, y - half, from + textWidth + room * 2, y + half, colour.panel, 240);
    builder.text(from + room, y, text, { colour: colour.ink, font: font.small });
  }
  return builder.finish();
}

/** `12 in flight · 1.9 cores busy · 4 ms late`; what was not measured is left out. */
export function readout({ band }: Pick<BandPlace, 'band'>, time: number): string | null {
  const values = bandAtTime(band, time);
  if (values === null) return null;
  const { inFlight, busyCores, lag } = values;
  const parts = [
    inFlight === null ? null : `${formatCount(inFlight)} in flight`,
    busyCores === null ? null : `${busyCores.toFixed(1)} of ${band.cores.length} cores busy`,
    lag === null ? null : `loop ${formatDuration(lag / 1e6)} late`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join('  ·  ');
}
