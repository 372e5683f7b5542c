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

/** The starts and ends of all tasks from `from` on: a look at each, and a sort of those. */
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

/** All runs as one, in order. (A merge, which would use that each is in order, is slower: it branches at random.) */
function gather(runs: readonly Float64Array[]): Float64Array {
  const values = new Float64Array(runs.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const run of runs) {
    values.set(run, at);
    at += run.length;
  }
  return runs.length === 1 ? values : values.sort();
}
