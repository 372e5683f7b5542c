import { findTracks } from './find-tracks';
import type { Recording } from './recording';
import type { TimeRange } from './time-range';
import { phaseNames, trackNames } from './track';

/** When each phase began, in Nanos; null: it has not (yet). */
export interface PhaseTimes {
  readonly start: number | null;
  readonly workStart: number | null;
  readonly workEnd: number | null;
}

/** From the marks of the `phases` track; of several marks with one name the first counts. */
export function phaseTimes(recording: Recording): PhaseTimes {
  const first = new Map<string, number>();
  for (const track of findTracks(recording, 'marks', trackNames.phases)) {
    const { time, name } = track.columns;
    for (let row = 0; row < time.length; row++) {
      const phase = recording.strings[name[row]!];
      if (phase !== undefined && !first.has(phase)) first.set(phase, time[row]!);
    }
  }
  return {
    start: first.get(phaseNames.start) ?? null,
    workStart: first.get(phaseNames.ready) ?? null,
    workEnd: first.get(phaseNames.end) ?? null,
  };
}

/** Where the work lies; up to `seenUntil` while it goes on or when it never ended. Null: it never began. */
export function workRange(recording: Recording): TimeRange | null {
  const { workStart, workEnd } = phaseTimes(recording);
  if (workStart === null) return null;
  return { start: workStart, end: Math.max(workStart, workEnd ?? recording.seenUntil) };
}
