import { formatDuration } from '../../core/base/format-duration';
import { formatCount } from '../../core/base/format-count';
import type { TimeRange } from '../../core/trace/time-range';
import type { Arrangement, BandPlace } from './arrange-bands';
import type { Band } from './band';
import { bandAtTime } from './band-at-time';
import { colour, font } from './colours';
import { DrawListBuilder, type DrawList } from './draw-list';
import { smallSize } from './metrics';
import { scaleOf, ticksFor, type Sight } from './layout-timeline';
import { xOf, type TimeScale } from './viewport';

export interface OverlayInput {
  /** Nanos; null: no cursor. */
  readonly cursor: number | null;
  readonly selection: TimeRange | null;
  /** Width of a text in the small font, px. */
  readonly measure: (text: string) => number;
}

/** What else lies over bands. */
export interface OverlayMarks {
  /** What a band's header says: the cursor's values do not lie upon it. */
  readonly headerText: (band: Band) => string;
  /** Px of that text. */
  readonly headerSize: number;
  /** Drawn back, so that another band is looked at. */
  readonly isDimmed: (band: Band) => boolean;
  /** Nanos; what lies behind is not shown yet. Null: everything is. */
  readonly until: number | null;
}

const selectionOpacity = 32;
const dimmedOpacity = 150;

/** What lies over everything: the selected range, and the cursor with the values of each band. */
export function layoutOverlay(
  arrangement: Arrangement,
  viewport: TimeRange,
  sight: Sight,
  { cursor, selection, measure }: OverlayInput,
  { headerText, headerSize, isDimmed, until }: OverlayMarks,
): DrawList {
  const { left, width, metrics } = arrangement;
  const clip = { left, right: left + width, top: 0, bottom: sight.height };
  const builder = new DrawListBuilder(clip, sight.pixel);
  const scale = scaleOf(arrangement, viewport);
  if (until !== null) hideFuture(builder, arrangement, scale, sight, until);
  for (const place of arrangement.bands.filter(({ band }) => isDimmed(band))) {
    const top = Math.max(0, place.cores.top - sight.scrollTop - 3);
    builder.rect(left, top, left + width, place.bottom - sight.scrollTop, colour.bg, dimmedOpacity);
  }
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
    const room = metrics.fontSize / 2;
    // Right of the line, behind what the header says, and not out of the picture.
    const behind = left + (measure(headerText(place.band)) * headerSize) / smallSize(metrics.fontSize) + room * 2;
    const from = Math.min(Math.max(x + 3, behind), left + width - textWidth - room * 2);
    const half = metrics.fontSize * 0.75;
    builder.rect(from, y - half, from + textWidth + room * 2, y + half, colour.panel, 240);
    builder.text(from + room, y, text, { colour: colour.ink, font: font.small });
  }
  return builder.finish();
}

/** A replay: the recorded data up to now, and nothing of what will come. */
function hideFuture(
  builder: DrawListBuilder,
  arrangement: Arrangement,
  scale: TimeScale,
  sight: Sight,
  until: number,
): void {
  const { left, width, bands } = arrangement;
  const x = Math.max(left, xOf(scale, until));
  const ticks = ticksFor(arrangement, scale.viewport).map(({ time }) => xOf(scale, time));
  for (const { cores, bottom } of bands) {
    builder.rect(x, cores.top - sight.scrollTop - 3, left + width, bottom - sight.scrollTop - 1, colour.bg);
  }
  for (const tick of ticks) if (tick > x) builder.rect(tick, 0, tick + sight.pixel, sight.height, colour.line);
  builder.rect(x - 1, 0, x + 1, sight.height, colour.accent);
}

/** `12 in flight · 1.9 of 2 cores · 4 ms late`; what was not measured is left out. */
export function readout({ band }: Pick<BandPlace, 'band'>, time: number): string | null {
  const values = bandAtTime(band, time + band.offset);
  if (values === null) return null;
  const { inFlight, busyCores, lag } = values;
  const parts = [
    inFlight === null ? null : `${formatCount(inFlight)} in flight`,
    busyCores === null ? null : `${busyCores.toFixed(1)} of ${band.cores.length} cores`,
    lag === null ? null : `${formatDuration(lag / 1e6)} late`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join('  ·  ');
}
