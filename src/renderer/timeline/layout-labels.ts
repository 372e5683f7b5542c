import { countOf, formatCount } from '../../core/base/format-count';
import { formatDuration } from '../../core/base/format-duration';
import type { BandPlace, LanePlace, Span } from './arrange-bands';
import { hostLoop } from './band';
import { colour, font } from './colours';
import type { DrawListBuilder } from './draw-list';
import type { Metrics } from './metrics';

/** What stands left of the plot: names of cores, lanes and charts, and how high the charts go. The band's own header is DOM. */
export function layoutLabels(
  builder: DrawListBuilder,
  { band, cores, lanes, states, tracks, folded, inFlight, lag }: BandPlace,
  metrics: Metrics,
  y: (value: number) => number,
): void {
  const style = { colour: colour.dim, font: font.label, maxWidth: metrics.labelWidth - metrics.indent - 6 };
  const label = (middle: number, text: string): void => builder.text(metrics.indent, y(middle), text, style);
  if (cores.rows > 0) {
    const height = cores.rows * cores.pitch;
    label(cores.top + Math.max(height, metrics.fontSize) / 2 - 0.5, cores.rows > 16 ? `${cores.rows} cores` : 'cores');
  }
  const beneath = { colour: colour.faint, font: font.small, maxWidth: metrics.labelWidth - metrics.indent - 30 };
  // What stands for itself has a number on its right.
  const ofProcess = { ...beneath, colour: colour.dim, font: font.label };
  let lastMiddle = -Infinity;
  for (const { row, top, height } of states) {
    const middle = top + height / 2;
    if (middle - lastMiddle < metrics.fontSize + 2) continue;
    lastMiddle = middle;
    label(middle, row.name);
  }
  lastMiddle = -Infinity;
  for (const lane of lanes) {
    const middle = labelMiddle(lane, metrics);
    // Where lanes are thinner than a line of text, every so many are named.
    if (middle - lastMiddle < metrics.fontSize + 2) continue;
    lastMiddle = middle;
    // Before the name of one that folds stands a button, which is DOM.
    const indent = metrics.indent + (lane.folds ? 8 : 0);
    if (lane.row.thread === null) builder.text(indent, y(middle), lane.row.name, style);
    else builder.text(indent + 8, y(middle), lane.row.name, beneath);
  }
  for (const { row, top, height } of tracks) {
    const middle = top + Math.min(height, metrics.laneHeight) / 2;
    if (row.thread === null) builder.text(metrics.indent, y(middle), row.name, ofProcess);
    else builder.text(metrics.indent + 8, y(middle), row.name, beneath);
  }
  if (folded !== null) {
    const text = `and ${countOf(band.states.all.length - states.length, 'thread')} that hardly ran`;
    builder.text(metrics.indent, y(folded.top + folded.height / 2), text, { colour: colour.faint, font: font.small });
  }
  const note = { colour: colour.dim, font: font.small, align: 'right' } as const;
  const chart = (span: Span, name: string, value: () => string): void => {
    const middle = span.top + span.height / 2;
    if (!builder.isInSight(y(span.top), y(span.top + span.height))) return;
    label(middle, name);
    builder.text(metrics.labelWidth - 8, y(middle), value(), note);
  };
  if (inFlight !== null) chart(inFlight, 'in flight', () => formatCount(band.inFlight?.().max ?? 0));
  if (lag !== null) chart(lag, 'lag', () => formatDuration((hostLoop(band)?.lag.max ?? 0) / 1e6));
}

function labelMiddle(lane: LanePlace, metrics: Metrics): number {
  const height = lane.slots === null ? lane.height : lane.slots.rows * lane.slots.pitch;
  return lane.top + (lane.slots?.rows === 1 ? lane.slots.height : Math.min(height, metrics.laneHeight * 2)) / 2;
}
