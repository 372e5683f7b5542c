import { lowerBound } from '../base/binary-search';
import { findTracks } from '../trace/find-tracks';
import type { Recording } from '../trace/recording';
import { trackNames } from '../trace/track';

/** When tasks started and ended. Tasks that have not ended yet have a start only. */
export interface TaskEdges {
  /** From a time on, in order. */
  readonly starts: Float64Array;
  readonly ends: Float64Array;
  /** How many there are before it. */
  readonly startsBefore: number;
  readonly endsBefore: number;
  readonly lastEnd: number;
}

/** The starts and ends of all tasks from `from` on: O(tasks · log tracks) where tasks of a track do not overlap. */
export function taskEdges(recording: Recording, from = -Infinity): TaskEdges {
  const columns = findTracks(recording, 'slices', trackNames.tasks).map((track) => track.columns);
  const starts = gather([
    ...columns.map(({ start }) => start.subarray(lowerBound(start, from))),
    ...recording.open.map(({ start }) => start.toSorted()).map((start) => start.subarray(lowerBound(start, from))),
  ]);
  const ends = gather(columns.map(({ end }) => endsFrom(end, from)));
  const closed = columns.reduce((sum, { end }) => sum + end.length, 0);
  const open = recording.open.reduce((sum, { start }) => sum + start.length, 0);
  return {
    starts,
    ends,
    startsBefore: closed + open - starts.length,
    endsBefore: closed - ends.length,
    lastEnd: ends.at(-1) ?? -Infinity,
  };
}

/** In order; where tasks overlap their ends are not, and are sorted. */
function endsFrom(end: Float64Array, from: number): Float64Array {
  let isOrdered = true;
  let count = 0;
  for (let row = 0; row < end.length; row++) {
    if (end[row]! >= from) count++;
    if (row > 0 && end[row]! < end[row - 1]!) isOrdered = false;
  }
  if (isOrdered) return end.subarray(end.length - count);
  return end.filter((time) => time >= from).sort();
}

/** Ordered runs as one, each half as many runs as before: faster than a sort, which does not know that they are ordered. */
function gather(runs: readonly Float64Array[]): Float64Array {
  let bounds = [0];
  for (const { length } of runs) if (length > 0) bounds.push(bounds.at(-1)! + length);
  const length = bounds.at(-1)!;
  let values = new Float64Array(length);
  let spare = new Float64Array(length);
  let at = 0;
  for (const run of runs) {
    values.set(run, at);
    at += run.length;
  }
  while (bounds.length > 2) {
    const next = [0];
    for (let run = 0; run + 1 < bounds.length; run += 2) {
      const end = bounds[run + 2] ?? length;
      merge(values, bounds[run]!, bounds[run + 1]!, end, spare);
      next.push(end);
    }
    [values, spare, bounds] = [spare, values, next];
  }
  return values;
}

/** Merges [first, middle) and [middle, end) of `from` into the same place of `to`. */
function merge(from: Float64Array, first: number, middle: number, end: number, to: Float64Array): void {
  let a = first;
  let b = middle;
  for (let at = first; at < end; at++) {
    to[at] = b >= end || (a < middle && from[a]! <= from[b]!) ? from[a++]! : from[b++]!;
  }
}
