import type { TimeRange } from '../../core/trace/time-range';
import type { Arrangement, BandPlace } from './arrange-bands';
import { bandEnd, ownRange } from './band';
import { usualThreads, type ThreadLook } from './choose-threads';
import { colour, font, pattern } from './colours';
import { DrawListBuilder, type DrawList } from './draw-list';
import { layoutArrows } from './layout-arrows';
import { layoutCores } from './layout-cores';
import { layoutLabels } from './layout-labels';
import { layoutLane } from './layout-lane';
import { layoutStarters } from './layout-starters';
import { layoutStates } from './layout-states';
import type { Metrics } from './metrics';
import { ticksOf } from './ticks';
import { xOf, type TimeScale } from './viewport';

/** The part of the picture that is seen. */
export interface Sight {
  readonly width: number;
  readonly height: number;
  /** Px of the bands that are scrolled out at the top. */
  readonly scrollTop: number;
  /** Size of a device pixel in CSS px. */
  readonly pixel: number;
}

/** Ticks have at least this room, px at usual size. */
const tickWidth = 90;

/** Rectangles that the last picture needed: the next one seldom needs many more. */
let usualRoom = 1024;

export function scaleOf(arrangement: Arrangement, viewport: TimeRange): TimeScale {
  return { viewport, left: arrangement.left, width: arrangement.width };
}

export function ticksFor(arrangement: Arrangement, viewport: TimeRange) {
  const room = (tickWidth * arrangement.metrics.fontSize) / 12;
  return ticksOf(viewport, Math.floor(arrangement.width / room));
}

/**
 * The picture of all bands that are in sight, without the axis, the charts and the cursor, which have canvases of their
 * own. Only what is in sight is looked at, and that at the resolution of the screen: O(pixels).
 */
export function layoutTimeline(
  arrangement: Arrangement,
  viewport: TimeRange,
  sight: Sight,
  threads: ThreadLook = usualThreads,
): DrawList {
  const { left, metrics } = arrangement;
  const clip = { left: 0, right: sight.width, top: 0, bottom: sight.height };
  const builder = new DrawListBuilder(clip, sight.pixel, usualRoom);
  const common = scaleOf(arrangement, viewport);
  for (const { time } of ticksFor(arrangement, viewport)) {
    const x = xOf(common, time);
    if (x >= left) builder.rect(x, 0, x + sight.pixel, sight.height, colour.line);
  }
  const y = (value: number): number => value - sight.scrollTop;
  for (const place of arrangement.bands) {
    if (y(place.bottom) < 0 || y(place.top) > sight.height) continue;
    if (place.top > 0) builder.rect(0, y(place.top), sight.width, y(place.top) + sight.pixel, colour.line);
    const scale = scaleOf(arrangement, ownRange(place.band, viewport));
    layoutCores(builder, place, scale, y);
    for (const lane of place.lanes) {
      if (y(lane.top + lane.height) < 0 || y(lane.top) > sight.height) continue;
      layoutLane(builder, place.band, lane, scale, y);
      if (threads.arrows) layoutStarters(builder, lane, scale, y);
    }
    for (const state of place.states) {
      if (y(state.top + state.height) < 0 || y(state.top) > sight.height) continue;
      layoutStates(builder, state, scale, y, threads.muted);
    }
    for (const { row, top, height } of place.tracks) {
      if (y(top + height) < 0 || y(top) > sight.height) continue;
      row.layout(builder, { top: y(top), height }, scale, metrics);
    }
    if (threads.arrows) layoutArrows(builder, place, scale, y);
    layoutCoarse(builder, place, scale, metrics, y);
    layoutEnd(builder, place, scale, y);
    layoutLabels(builder, place, metrics, y);
  }
  const list = builder.finish();
  usualRoom = Math.max(1024, Math.ceil(list.rects.count * 1.1));
  return list;
}

/** Where detail was let go, since the recording is long. */
function layoutCoarse(
  builder: DrawListBuilder,
  { band, cores, states }: BandPlace,
  scale: TimeScale,
  { fontSize }: Metrics,
  y: (value: number) => number,
): void {
  const x = Math.min(scale.left + scale.width, xOf(scale, band.coarseUntil));
  const last = states.at(-1);
  if (band.coarseUntil === 0 || last === undefined || x < scale.left) return;
  const top = y(cores.top) - 3;
  builder.rect(scale.left, top, x, top + 2, colour.runnable, 255, pattern.hatched);
  builder.rect(x, top, x + 1, y(last.top + last.height), colour.runnable);
  const text = 'less detail before here: sums are exact';
  builder.text(x - 5, top - fontSize * 0.6, text, { colour: colour.dim, font: font.small, align: 'right' });
}

/** The end of a run is a line: the distance between two of them is what was gained. */
function layoutEnd(
  builder: DrawListBuilder,
  { band, cores, bottom }: BandPlace,
  scale: TimeScale,
  y: (value: number) => number,
): void {
  if (band.workEnd === null) return;
  const x = xOf(scale, bandEnd(band));
  if (x < scale.left || x > scale.left + scale.width) return;
  builder.rect(x, y(cores.top) - 3, x + 2, y(bottom) - 4, colour.accent);
}
