import { upperBound } from '../base/binary-search';
import type { Recording } from '../trace/recording';
import type { TimeRange } from '../trace/time-range';
import { taskEdges } from './task-edges';

/** A stepped line: `counts[i]` holds from `times[i]` up to `times[i + 1]`; 0 before the first. Times are distinct. */
export interface InFlightSteps {
  readonly times: Float64Array;
  readonly counts: Uint32Array;
}

/**
 * How many tasks were in flight, over the whole run. Tasks that have not ended yet count from their start on. Starts and
 * ends at the same instant are one step, so tasks one behind the other never count as two.
 */
export function inFlightSteps(recording: Recording): InFlightSteps {
  const { starts, ends } = taskEdges(recording);
  const times = new Float64Array(starts.length + ends.length);
  const counts = new Uint32Array(times.length);
  let steps = 0;
  let count = 0;
  for (let start = 0, end = 0; start < starts.length || end < ends.length;) {
    const time = Math.min(starts[start] ?? Infinity, ends[end] ?? Infinity);
    for (; starts[start] === time; start++) count++;
    for (; ends[end] === time; end++) count--;
    times[steps] = time;
    counts[steps] = count;
    steps++;
  }
  return { times: times.slice(0, steps), counts: counts.slice(0, steps) };
}

/** Most tasks in flight at once within a range. */
export function maxInFlight({ times, counts }: InFlightSteps, range: TimeRange): number {
  let most = 0;
  const first = Math.max(0, upperBound(times, range.start) - 1);
  for (let step = first; step < times.length && times[step]! < range.end; step++) {
    most = Math.max(most, counts[step]!);
  }
  return most;
}
