import { ancestorOfKind, findLane, trackOfLane } from '../trace/find-tracks';
import type { LaneId } from '../trace/lane';
import type { Recording } from '../trace/recording';
import type { TimeRange } from '../trace/time-range';
import { trackNames } from '../trace/track';
import { blockedReasons, stateTimes, type BlockedReason, type StateTimes } from './thread-states';

/** How long a thread was in each state within a range; null: its states were not recorded. */
export function timesOfThread(recording: Recording, thread: LaneId | null, range: TimeRange): StateTimes | null {
  const track = thread === null ? null : trackOfLane(recording, thread, 'states', trackNames.states);
  return track === null ? null : stateTimes(track.columns, range, new Map());
}

/** What the thread of an event loop did while the loop did not turn. */
export interface BlockTimes {
  /** On a core. */
  readonly computedMs: number;
  /** Wanted a core and had none: no doing of the program's step. */
  readonly wantedMs: number;
  readonly waitedMs: number;
  /** What it waited for longest; null: it did not wait. */
  readonly reason: BlockedReason | null;
  readonly reasonMs: number;
  readonly unknownMs: number;
}

/** Of the loop's own thread; null: its states were not recorded. @param loop lane of the event loop */
export function blockTimes(recording: Recording, loop: LaneId, range: TimeRange): BlockTimes | null {
  const lane = findLane(recording, loop);
  const thread = lane === null ? null : ancestorOfKind(recording, lane, 'thread');
  const times = timesOfThread(recording, thread?.id ?? null, range);
  if (times === null) return null;
  const longest = blockedReasons.reduce((a, b) => (times.blockedMs[b] > times.blockedMs[a] ? b : a));
  const reasonMs = times.blockedMs[longest];
  const waitedMs = blockedReasons.reduce((sum, reason) => sum + times.blockedMs[reason], 0);
  return {
    computedMs: times.onCpuMs,
    wantedMs: times.runnableMs,
    waitedMs,
    reason: reasonMs > 0 ? longest : null,
    reasonMs,
    // What its states don't cover is not known either.
    unknownMs: Math.max(0, (range.end - range.start) / 1e6 - times.onCpuMs - times.runnableMs - waitedMs),
  };
}
