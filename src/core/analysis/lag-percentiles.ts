/*
 * How late a callback would run that is due at any moment: percentiles over time, not over samples, since where a loop
 * is blocked few samples are taken.
 *
 *   late   ╱│          a window whose worst delay is w:
 *        ╱  │          while the loop works, the delay is anything from 0 to w;
 *   ___╱    │______    while it waits, there is none
 *      t - w t
 */
import type { TimeRange } from '../trace/time-range';
import type { CounterColumns } from '../trace/track';
import { windowsWithin, windowStart } from '../trace/windows';

/** A stretch of an event loop's life; all in one unit of time. */
export interface LagWindow {
  readonly length: number;
  /** Worst delay. */
  readonly lag: number;
  /** Share of the time in which the loop worked; NaN: not known. */
  readonly utilisation: number;
}

export interface LagPercentiles {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Halvings of the range from 0 to the worst delay: to a millionth of it. */
const halvings = 20;

/** NaN without windows. */
export function lagPercentiles(windows: readonly LagWindow[]): LagPercentiles {
  const late = new Float64Array(windows.length);
  let max = Number.NaN;
  let whole = 0;
  for (const [index, { length, lag, utilisation }] of windows.entries()) {
    late[index] = Math.min(length, Math.max(lag, Number.isNaN(utilisation) ? 0 : utilisation * length));
    whole += length;
    max = Math.max(Number.isNaN(max) ? 0 : max, lag);
  }
  /** How long a callback would have been late by more than `delay`. */
  const lateBeyond = (delay: number): number => {
    let sum = 0;
    for (const [index, { lag }] of windows.entries()) {
      if (lag > delay) sum += (late[index]! * (lag - delay)) / lag;
    }
    return sum;
  };
  const at = (share: number): number => {
    const beyond = (1 - share) * whole;
    if (!(lateBeyond(0) > beyond)) return windows.length === 0 ? Number.NaN : 0;
    let [least, most] = [0, max];
    for (let step = 0; step < halvings; step++) {
      const middle = (least + most) / 2;
      if (lateBeyond(middle) > beyond) least = middle;
      else most = middle;
    }
    return most;
  };
  return { p50: at(0.5), p99: at(0.99), max };
}

const noCounter: CounterColumns = { time: new Float64Array(0), value: new Float64Array(0) };

/** The windows that lie in a range, cut at its ends. @param utilisation told with the same times, or null */
export function lagWindows(
  lag: CounterColumns,
  utilisation: CounterColumns | null,
  range: TimeRange,
): readonly LagWindow[] {
  const { first, end } = windowsWithin(lag, range);
  const windows: LagWindow[] = [];
  const { time, value } = utilisation ?? noCounter;
  let busy = 0;
  for (let row = first; row < end; row++) {
    const at = lag.time[row]!;
    while (busy < time.length && time[busy]! < at) busy++;
    windows.push({
      length: Math.max(0, Math.min(at, range.end) - Math.max(windowStart(lag, row), range.start)),
      lag: lag.value[row]!,
      utilisation: time[busy] === at ? value[busy]! : Number.NaN,
    });
  }
  return windows;
}
