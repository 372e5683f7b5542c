import { findLane, findTracks, trackOfLane, type TrackOf } from '../trace/find-tracks';
import type { Recording } from '../trace/recording';
import type { TimeRange } from '../trace/time-range';
import { sliceFlags, trackNames } from '../trace/track';
import type { TaskNumbers } from './run-numbers';

/** The names with the most tasks. */
const maxNames = 50;

interface Sums {
  count: number;
  failed: number;
  cancelled: number;
  unfinished: number;
  endedNs: number;
}

/** Tasks of asyncio and Trio, and jobs of pools, that a recorded command had in a range. */
export function commandTasks(recording: Recording, range: TimeRange): TaskNumbers {
  const byName = new Map<string, Sums>();
  const all = newSums();
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { columns } of taskTracks(recording)) {
    const { start, end, id, flags } = columns;
    for (let row = 0; row < start.length && start[row]! <= range.end; row++) {
      if (end[row]! < range.start) continue;
      const name = recording.strings[id[row]!] ?? '';
      const own = byName.get(name) ?? newSums();
      byName.set(name, own);
      for (const sums of [all, own]) add(sums, start[row]!, end[row]!, flags[row]!, range);
      starts.push(start[row]!);
      ends.push(end[row]!);
    }
  }
  const names = [...byName]
    .map(([name, sums]) => ({ name, ...numbersOf(sums) }))
    .toSorted((a, b) => b.count + b.unfinished - (a.count + a.unfinished))
    .slice(0, maxNames);
  return {
    ...numbersOf(all),
    maxInFlight: maxInFlight(Float64Array.from(starts).sort(), Float64Array.from(ends).sort()),
    ...(names.length === 0 ? {} : { names }),
  };
}

/** Jobs of pools are told of the thread that does them, tasks of a loop in steps; other operations are neither. */
function taskTracks(recording: Recording): readonly TrackOf<'slices'>[] {
  return findTracks(recording, 'slices', trackNames.operations).filter(
    ({ lane }) =>
      findLane(recording, lane)?.kind === 'thread' || trackOfLane(recording, lane, 'slices', trackNames.steps) !== null,
  );
}

const newSums = (): Sums => ({ count: 0, failed: 0, cancelled: 0, unfinished: 0, endedNs: 0 });

function add(sums: Sums, start: number, end: number, flags: number, range: TimeRange): void {
  if ((flags & sliceFlags.unfinished) !== 0 || end > range.end) {
    sums.unfinished++;
    return;
  }
  sums.count++;
  sums.endedNs += end - start;
  if ((flags & sliceFlags.failed) !== 0) sums.failed++;
  if ((flags & sliceFlags.cancelled) !== 0) sums.cancelled++;
}

const numbersOf = ({ endedNs, ...sums }: Sums) => ({
  ...sums,
  meanMs: sums.count === 0 ? null : endedNs / sums.count / 1e6,
});

/** Both in order. One that ends as another begins is not beside it. */
function maxInFlight(starts: Float64Array, ends: Float64Array): number {
  let most = 0;
  let ended = 0;
  for (const [index, start] of starts.entries()) {
    while (ended < index && ends[ended]! <= start) ended++;
    most = Math.max(most, index + 1 - ended);
  }
  return most;
}
