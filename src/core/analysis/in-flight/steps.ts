import { upperBound } from '../../base/binary-search';
import { endsWithin, flyingAt, startsWithin, type TaskLane } from './task-lane';

/** What tasks in flight are counted from. */
export interface Tasks {
  readonly lanes: readonly TaskLane[];
  /** Starts of tasks that have not ended yet, in order. */
  readonly open: Float64Array;
}

/** A stepped line: `counts[i]` holds from `times[i]` up to `times[i + 1]`, `before` up to the first. Times are distinct. */
export interface Steps {
  readonly before: number;
  readonly times: Float64Array;
  readonly counts: Uint32Array;
}

/** How many tasks were in flight at a time; those that end then are not, those that start then are. */
export function inFlightAt({ lanes, open }: Tasks, at: number): number {
  return lanes.reduce((sum, lane) => sum + flyingAt(lane, at), upperBound(open, at));
}

/**
 * How many tasks were in flight in (from, to]. Starts and ends at the same instant are one step, so tasks one behind
 * the other never count as two. O(n log n) of those in between.
 */
export function stepsWithin(tasks: Tasks, from: number, to: number): Steps {
  const { lanes, open } = tasks;
  const starts = gather([
    ...lanes.map((lane) => startsWithin(lane, from, to)),
    open.subarray(upperBound(open, from), upperBound(open, to)),
  ]);
  const ends = gather(lanes.map((lane) => endsWithin(lane, from, to)));
  const before = inFlightAt(tasks, from);
  const times = new Float64Array(starts.length + ends.length);
  const counts = new Uint32Array(times.length);
  let steps = 0;
  let count = before;
  for (let start = 0, end = 0; start < starts.length || end < ends.length; steps++) {
    const time = Math.min(starts[start] ?? Infinity, ends[end] ?? Infinity);
    for (; starts[start] === time; start++) count++;
    for (; ends[end] === time; end++) count--;
    times[steps] = time;
    counts[steps] = count;
  }
  return { before, times: times.subarray(0, steps), counts: counts.subarray(0, steps) };
}

/** All as one, in order. (A merge, which would use that most are in order, is slower: it branches at random.) */
function gather(runs: readonly Float64Array[]): Float64Array {
  const values = new Float64Array(runs.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const run of runs) {
    if (run.length > 0) values.set(run, at);
    at += run.length;
  }
  return values.sort();
}
