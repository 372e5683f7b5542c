import { cumulativeAt, growthWithin } from '../trace/cumulative-at';
import { findTracks, lanesOfKind, type TrackOf } from '../trace/find-tracks';
import type { Lane } from '../trace/lane';
import type { Recording } from '../trace/recording';
import { speaksFor } from '../trace/speaks-for';
import type { TimeRange } from '../trace/time-range';
import { trackNames } from '../trace/track';
import type { ProcessNumbers } from './run-numbers';

interface ProcessTime {
  readonly lane: Lane;
  readonly track: TrackOf<'counter'>;
}

function processTimes(recording: Recording): ProcessTime[] {
  const lanes = new Map(lanesOfKind(recording, 'process').map((lane) => [lane.id, lane]));
  return findTracks(recording, 'counter', trackNames.cpu).flatMap((track) => {
    const lane = lanes.get(track.lane);
    return lane === undefined ? [] : [{ lane, track }];
  });
}

/** CPU time of a job's processes, which are there from its beginning to its end; ms. Null: that of one of them is not known. */
export function jobCpuMs(recording: Recording, range: TimeRange): number | null {
  let sum: number | null = null;
  for (const { track } of processTimes(recording)) {
    const growth = growthWithin(track.columns, range);
    if (growth === null) return null;
    sum = (sum ?? 0) + growth / 1e6;
  }
  return sum;
}

export interface CommandProcesses {
  /** Of each what was seen of it: those that were looked at in the range. */
  readonly processes: readonly ProcessNumbers[];
  /** Of all together; null: they were not looked at from the range's beginning to its end. */
  readonly cpuMs: number | null;
}

/** CPU time of the processes of a recorded command of whose threads nothing is known; they come and go. */
export function commandProcesses(recording: Recording, range: TimeRange): CommandProcesses {
  const times = processTimes(recording).filter(({ track: { columns } }) => columns.time.length > 0);
  if (times.length === 0) return { processes: [], cpuMs: null };
  const first = Math.min(...times.map(({ track: { columns } }) => columns.time[0]!));
  const last = Math.max(...times.map(({ track: { columns } }) => columns.time.at(-1)!));
  if (first >= range.end || last <= range.start) return { processes: [], cpuMs: null };
  const processes = times.map(({ lane, track: { columns } }) => ({
    process: lane.name,
    pid: lane.pid ?? null,
    parentPid: recording.lanes.find(({ id }) => id === lane.parent)?.pid ?? null,
    cpuMs: (cumulativeAt(columns, range.end) - cumulativeAt(columns, range.start)) / 1e6,
  }));
  const seen = Float64Array.of(first, last);
  const isKnown = speaksFor({ time: seen, value: seen }, range);
  return { processes, cpuMs: isKnown ? processes.reduce((sum, { cpuMs }) => sum + cpuMs, 0) : null };
}
