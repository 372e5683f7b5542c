import { findTracks } from '../../trace/find-tracks';
import { trackNames } from '../../trace/track';
import { windowStart, windowsWithin } from '../../trace/windows';
import type { FinishedRun } from './finding';
import { feltMs, loopStop, type LoopStop } from './loop-stops';

/** The worst delay of each window of a job's event loops, where it was felt. */
export function loopDelays({ recording, work }: FinishedRun): readonly LoopStop[] {
  return findTracks(recording, 'counter', trackNames.lag).flatMap(({ columns, lane }) => {
    const { time, value } = columns;
    const { first, end } = windowsWithin(columns, work);
    const stops: LoopStop[] = [];
    for (let row = first; row < end; row++) {
      if (!(value[row]! >= feltMs * 1e6)) continue;
      const start = Math.max(work.start, Math.min(windowStart(columns, row), time[row]! - value[row]!));
      const stop = loopStop(recording, lane, { start, end: Math.max(start, Math.min(work.end, time[row]!)) });
      const lengthMs = value[row]! / 1e6;
      stops.push({ ...stop, lengthMs, ownMs: Math.max(0, lengthMs - (stop.times?.wantedMs ?? 0)) });
    }
    return stops;
  });
}
