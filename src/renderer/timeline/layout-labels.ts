import type { BandPlace, LanePlace } from './arrange-bands';
import { colour, font } from './colours';
import type { DrawListBuilder } from './draw-list';
import type { Metrics } from './metrics';

/** What stands left of the plot: names of cores, lanes and charts. The band's own header is DOM. */
export function layoutLabels(
  builder: DrawListBuilder,
  { cores, lanes, inFlight, lag }: BandPlace,
  metrics: Metrics,
  y: (value: number) => number,
): void {
  const style = { colour: colour.dim, font: font.label, maxWidth: metrics.labelWidth - metrics.indent - 6 };
  const label = (middle: number, text: string): void => builder.text(metrics.indent, y(middle), text, style);
  if (cores.rows > 0) {
    const height = cores.rows * cores.pitch;
    label(cores.top + Math.max(height, metrics.fontSize) / 2 - 0.5, cores.rows > 16 ? `${cores.rows} cores` : 'cores');
  }
  let lastMiddle = -Infinity;
  for (const lane of lanes) {
    const middle = labelMiddle(lane, metrics);
    // Where lanes are thinner than a line of text, every so many are named.
    if (middle - lastMiddle < metrics.fontSize + 2) continue;
    lastMiddle = middle;
    label(middle, lane.row.name);
  }
  if (inFlight !== null) label(inFlight.top + inFlight.height / 2, 'in flight');
  if (lag !== null) label(lag.top + lag.height / 2, 'loop lag');
}

function labelMiddle(lane: LanePlace, metrics: Metrics): number {
  const height = lane.slots === null ? lane.height : lane.slots.rows * lane.slots.pitch;
  return lane.top + (lane.slots?.rows === 1 ? lane.slots.height : Math.min(height, metrics.laneHeight * 2)) / 2;
}
