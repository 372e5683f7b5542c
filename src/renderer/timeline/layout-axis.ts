import type { TimeRange } from '../../core/trace/time-range';
import type { Arrangement } from './arrange-bands';
import { colour, font } from './colours';
import { DrawListBuilder, type DrawList } from './draw-list';
import { scaleOf, ticksFor } from './layout-timeline';
import { xOf } from './viewport';

/** The times above the bands; they stay while the bands scroll. */
export function layoutAxis(arrangement: Arrangement, viewport: TimeRange, width: number, pixel: number): DrawList {
  const { metrics, left } = arrangement;
  const { axisHeight } = metrics;
  const builder = new DrawListBuilder({ left: 0, right: width, top: 0, bottom: axisHeight }, pixel);
  const scale = scaleOf(arrangement, viewport);
  for (const { time, label } of ticksFor(arrangement, viewport)) {
    const x = xOf(scale, time);
    if (x < left - 1) continue;
    builder.rect(x, axisHeight - 6, x + pixel, axisHeight, colour.faint);
    builder.text(x + 4, axisHeight / 2, label, { colour: colour.dim, font: font.small });
  }
  builder.rect(0, axisHeight - pixel, width, axisHeight, colour.line);
  return builder.finish();
}
