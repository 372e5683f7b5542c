/*
 *   ┌ labels ─┬────────────────────── plot ─────────────────────┬ rest
 *   │ serial     2.04 s · 25 % of the machine · baseline         │  header (DOM)
 *   │   cores  ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓│         │  core rows
 *   │   main   ██████ ██████ ██████──── ██████ ███████████│         │  lanes
 *   │   in flight ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁│         │  chart
 *   │   loop lag  ◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢◢│         │  chart
 *   └────────────────────────────────────────────────────────────┘
 */

/** Sizes of the timeline in CSS px. */
export interface Metrics {
  readonly labelWidth: number;
  /** Free space at the right edge of the plot. */
  readonly restWidth: number;
  readonly axisHeight: number;
  readonly headerHeight: number;
  readonly indent: number;
  /** Of one core's row when there are few; with many they get thinner, down to `thinCoreHeight`. */
  readonly coreHeight: number;
  readonly thinCoreHeight: number;
  readonly coresHeight: number;
  /** Of a lane that runs one task at a time; with many lanes they get thinner, down to `thinLaneHeight`. */
  readonly laneHeight: number;
  readonly thinLaneHeight: number;
  /** What all lanes of a band may take before they get thinner. */
  readonly lanesHeight: number;
  /** What one event loop with many slots may take before its rows get thinner. */
  readonly slotsHeight: number;
  readonly chartHeight: number;
  /** Free space between the parts of a band. */
  readonly gap: number;
  readonly fontSize: number;
}

const usual: Metrics = {
  labelWidth: 118,
  restWidth: 16,
  axisHeight: 24,
  headerHeight: 26,
  indent: 26,
  coreHeight: 6,
  thinCoreHeight: 2,
  coresHeight: 100,
  laneHeight: 18,
  thinLaneHeight: 4,
  lanesHeight: 400,
  slotsHeight: 96,
  chartHeight: 20,
  gap: 4,
  fontSize: 12,
};

/** Size of the small font, px. */
export const smallSize = (fontSize: number): number => fontSize * 0.93;

/** @param scale 1 in the window; larger to be read from the back of a room */
export function metricsOf(scale: number): Metrics {
  return Object.fromEntries(Object.entries(usual).map(([name, size]) => [name, Math.round(size * scale)])) as {
    -readonly [K in keyof Metrics]: number;
  };
}

/**
 * Metrics whose rows are higher, where there is room for them; type and headers stay as they are.
 *
 * @param needed height of all bands with `metrics`, px
 * @param most how many times higher rows may get
 */
export function stretched(metrics: Metrics, needed: number, room: number, headers: number, most: number): Metrics {
  const rows = needed - headers;
  if (rows <= 0 || room <= needed) return metrics;
  // A little less than would just fit: sizes are rounded.
  const factor = Math.min(most, ((room - headers) / rows) * 0.97);
  if (factor <= 1.05) return metrics;
  const { coreHeight, coresHeight, laneHeight, lanesHeight, slotsHeight, chartHeight } = metrics;
  const higher = { coreHeight, coresHeight, laneHeight, lanesHeight, slotsHeight, chartHeight };
  const sizes = Object.entries(higher).map(([name, size]) => [name, Math.floor(size * factor)]);
  return { ...metrics, ...(Object.fromEntries(sizes) as typeof higher) };
}
