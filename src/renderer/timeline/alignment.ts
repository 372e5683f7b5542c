import { findTracks } from '../../core/trace/find-tracks';
import { phaseTimes } from '../../core/trace/phase-times';
import type { Recording } from '../../core/trace/recording';
import { trackNames } from '../../core/trace/track';

/** What of each run stands at the common t = 0: its start, the beginning of its work, or a mark of the program's own. */
export type Alignment = 'start' | 'work' | `mark:${string}`;

const markPrefix = 'mark:';

export function alignmentOf(text: string | undefined): Alignment {
  if (text === 'work') return 'work';
  return text?.startsWith(markPrefix) === true ? (text as `mark:${string}`) : 'start';
}

/** The time of a run that stands at t = 0, Nanos; a run without it is left at its start. */
export function offsetOf(recording: Recording, alignment: Alignment): number {
  if (alignment === 'start') return 0;
  if (alignment === 'work') return phaseTimes(recording).workStart ?? 0;
  return marksOf(recording).get(alignment.slice(markPrefix.length)) ?? 0;
}

/** First time of each mark that a program made, Nanos. */
export function marksOf(recording: Recording): ReadonlyMap<string, number> {
  const first = new Map<string, number>();
  for (const { columns } of findTracks(recording, 'marks', trackNames.userMarks)) {
    const { time, name } = columns;
    for (let row = 0; row < time.length; row++) {
      const text = recording.strings[name[row]!] ?? '';
      first.set(text, Math.min(time[row]!, first.get(text) ?? Infinity));
    }
  }
  return first;
}
