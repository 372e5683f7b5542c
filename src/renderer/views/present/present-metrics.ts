import type { Metrics } from '../../timeline/metrics';

/** Sizes to be read from the back of a room: no type below 24 px (the small font is 0.93 of the usual one). */
export const presentMetrics: Metrics = {
  labelWidth: 250,
  restWidth: 40,
  axisHeight: 48,
  headerHeight: 62,
  indent: 56,
  coreHeight: 10,
  thinCoreHeight: 3,
  coresHeight: 160,
  laneHeight: 32,
  thinLaneHeight: 5,
  lanesHeight: 520,
  slotsHeight: 160,
  chartHeight: 56,
  gap: 10,
  fontSize: 26,
};

/** Px of a run's result, as in `present.css`. */
export const presentHeaderSize = 28;
