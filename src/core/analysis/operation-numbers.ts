import { ancestorOfKind, findLane, findTracks, trackOfLane } from '../trace/find-tracks';
import type { Lane } from '../trace/lane';
import type { Recording } from '../trace/recording';
import type { TimeRange } from '../trace/time-range';
import { sliceFlags, trackNames, type SlicesColumns } from '../trace/track';

/** What one thread had under way under one name: tasks of asyncio, jobs of pools, requests, timers, files. */
export interface OperationNumbers {
  readonly process: string;
  readonly thread: string;
  readonly pid: number | null;
  readonly tid: number | null;
  readonly name: string;
  /** That touch the range; of these `failed`, `cancelled` and `unfinished`, as far as their agent knows. */
  readonly count: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly unfinished: number;
  /** From start to end, of those that ended in the range. */
  readonly meanMs: number | null;
  /** Of their own code in the range; null: not told. */
  readonly runMs: number | null;
}

/** What one event loop's operations waited for between their steps, summed over all of them. */
export interface WaitNumbers {
  readonly process: string;
  readonly thread: string;
  readonly pid: number | null;
  readonly tid: number | null;
  readonly what: string;
  readonly count: number;
  readonly totalMs: number;
}

/** More names than these are left out, those with the fewest operations first. */
export const mostNames = 200;

export function operationNumbers(recording: Recording, range: TimeRange): readonly OperationNumbers[] {
  const all = findTracks(recording, 'slices', trackNames.operations).flatMap(({ lane, columns }) => {
    const byName = sumsByName(columns, range);
    const steps = trackOfLane(recording, lane, 'slices', trackNames.steps);
    const ran = steps === null ? null : sumsByName(steps.columns, range);
    const of = placeOf(recording, findLane(recording, lane));
    return [...byName].map(([name, sums]) => ({
      ...of,
      name: recording.strings[name] ?? '',
      count: sums.count,
      failed: sums.failed,
      cancelled: sums.cancelled,
      unfinished: sums.unfinished,
      meanMs: sums.ended === 0 ? null : sums.endedNs / sums.ended / 1e6,
      runMs: ran === null ? null : (ran.get(name)?.withinNs ?? 0) / 1e6,
    }));
  });
  return all.toSorted((a, b) => b.count - a.count).slice(0, mostNames);
}

export function waitNumbers(recording: Recording, range: TimeRange): readonly WaitNumbers[] {
  const all = findTracks(recording, 'slices', trackNames.awaits).flatMap(({ lane, columns }) => {
    const of = placeOf(recording, findLane(recording, lane));
    return [...sumsByName(columns, range)].map(([what, { count, withinNs }]) => ({
      ...of,
      what: recording.strings[what] ?? '',
      count,
      totalMs: withinNs / 1e6,
    }));
  });
  return all.toSorted((a, b) => b.totalMs - a.totalMs).slice(0, mostNames);
}

interface Sums {
  count: number;
  failed: number;
  cancelled: number;
  unfinished: number;
  ended: number;
  endedNs: number;
  withinNs: number;
}

function sumsByName({ start, end, id, flags }: SlicesColumns, range: TimeRange): Map<number, Sums> {
  const byName = new Map<number, Sums>();
  for (let row = 0; row < start.length && start[row]! <= range.end; row++) {
    const [from, until, flag] = [start[row]!, end[row]!, flags[row]!];
    if (until < range.start) continue;
    let sums = byName.get(id[row]!);
    if (sums === undefined) {
      sums = { count: 0, failed: 0, cancelled: 0, unfinished: 0, ended: 0, endedNs: 0, withinNs: 0 };
      byName.set(id[row]!, sums);
    }
    sums.count++;
    if ((flag & sliceFlags.failed) !== 0) sums.failed++;
    if ((flag & sliceFlags.cancelled) !== 0) sums.cancelled++;
    if ((flag & sliceFlags.unfinished) !== 0) sums.unfinished++;
    else if (until <= range.end) {
      sums.ended++;
      sums.endedNs += until - from;
    }
    sums.withinNs += Math.max(0, Math.min(until, range.end) - Math.max(from, range.start));
  }
  return byName;
}

function placeOf(
  recording: Recording,
  lane: Lane | null,
): Pick<OperationNumbers, 'process' | 'thread' | 'pid' | 'tid'> {
  const process = lane === null ? null : ancestorOfKind(recording, lane, 'process');
  const thread = lane === null || lane.kind === 'thread' ? lane : ancestorOfKind(recording, lane, 'thread');
  return {
    process: process?.name ?? '',
    thread: thread?.name ?? lane?.name ?? '',
    pid: lane?.pid ?? process?.pid ?? null,
    tid: lane?.tid ?? thread?.tid ?? null,
  };
}
