import { narrowSpace } from '../../core/base/narrow-space';
import type { TimeRange } from '../../core/trace/time-range';

/** A time on the axis, and what is written there. */
export interface Tick {
  /** Nanos. */
  readonly time: number;
  readonly label: string;
}

const units = [
  { name: 'ns', nanos: 1 },
  { name: 'µs', nanos: 1e3 },
  { name: 'ms', nanos: 1e6 },
  { name: 's', nanos: 1e9 },
] as const;

/**
 * Times one 1-2-5 step apart, at most `most` of them, all in one unit with as many decimals as the step needs: what
 * is read against each other is written alike. Steps of minutes are not needed: seconds are what people compare.
 */
export function ticksOf(viewport: TimeRange, most: number): Tick[] {
  const step = niceStep((viewport.end - viewport.start) / Math.max(1, most));
  // Half a second up are seconds (0.5 s), below are milliseconds (200 ms), and so on.
  const unit = units.findLast(({ nanos }) => viewport.end > nanos / 2 && step >= nanos / 1000) ?? units[0];
  const decimals = Math.max(0, -Math.floor(Math.log10(step / unit.nanos) + 1e-9));
  const ticks: Tick[] = [];
  for (let index = Math.ceil(viewport.start / step - 1e-9); index * step <= viewport.end; index++) {
    const time = index * step;
    ticks.push({
      time,
      label: time === 0 ? '0' : `${(time / unit.nanos).toFixed(decimals)}${narrowSpace}${unit.name}`,
    });
  }
  return ticks;
}

/** The smallest of 1, 2 and 5 times a power of ten that is at least `rough` Nanos, and at least 1. */
export function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}
