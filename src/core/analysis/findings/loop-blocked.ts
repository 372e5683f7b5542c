import { formatDuration } from '../../base/format-duration';
import { findTracks, trackOfLane } from '../../trace/find-tracks';
import type { LaneId } from '../../trace/lane';
import type { TimeRange } from '../../trace/time-range';
import { trackNames } from '../../trace/track';
import { windowStart, windowsWithin } from '../../trace/windows';
import { isLoopMode } from '../../trace/interpreter-modes';
import type { Mode } from '../../trace/run';
import { defineFinding, type Finding, type FinishedRun } from './finding';

/** Delays above 50 ms are felt: with them nothing can answer within 100 ms (RAIL model, web.dev/articles/rail). */
const feltMs = 50;
/** A delay is a block, not the work's usual grain, when it is so many times the median delay. */
const outstanding = 4;

/** Only in async: elsewhere a loop holds one task at a time, and nobody waits for it. */
export const loopBlocked = defineFinding({
  id: 'loop-blocked',
  about: 'In async the event loop stood still for more than 50 ms, and far longer than usual.',
  find: ({ runs }) => [...runs].flatMap(([mode, run]) => (isLoopMode(mode) ? blockedLoop(mode, run) : [])),
});

function blockedLoop(mode: Mode, async: FinishedRun): Omit<Finding, 'id'>[] {
  const worst = worstDelay(async);
  if (worst === null) return [];
  const { lagMs, range, lane } = worst;
  const usual = Math.max(0, ...async.numbers.eventLoops.map((loop) => loop.lagP50Ms));
  if (lagMs < feltMs || lagMs < outstanding * usual || async.numbers.tasks.maxInFlight < 2) return [];
  const culprit = longestHead(async, range);
  const by =
    culprit !== null && culprit.ms >= lagMs / 2
      ? `Task ${culprit.id} held the thread for ${formatDuration(culprit.ms)} and all others waited. Split its work, or move it to a thread.`
      : 'No single task held the thread that long: it was many in a row, garbage collection, or no core to run on.';
  return [
    {
      title: `Event loop blocked for ${formatDuration(lagMs)}`,
      detail: by,
      weight: 'hint',
      evidence: {
        run: async.result.drawn.id,
        mode,
        range: culprit !== null && culprit.ms >= lagMs / 2 ? culprit.range : range,
        lane,
      },
    },
  ];
}

function worstDelay(run: FinishedRun): { lagMs: number; range: TimeRange; lane: LaneId } | null {
  let worst: { lagMs: number; range: TimeRange; lane: LaneId } | null = null;
  for (const track of findTracks(run.recording, 'counter', trackNames.lag)) {
    const { time, value } = track.columns;
    const { first, end } = windowsWithin(track.columns, run.work);
    for (let row = first; row < end; row++) {
      const lagMs = value[row]! / 1e6;
      if (worst !== null && lagMs <= worst.lagMs) continue;
      const start = Math.max(run.work.start, Math.min(windowStart(track.columns, row), time[row]! - value[row]!));
      worst = { lagMs, range: { start, end: time[row]! }, lane: track.lane };
    }
  }
  return worst;
}

/** The task whose own call of `run` held the thread longest within a range. */
function longestHead({ recording, result }: FinishedRun, range: TimeRange) {
  let longest: { id: number; ms: number; range: TimeRange } | null = null;
  const lanes = recording.lanes.filter((lane) => lane.kind === 'thread' || lane.kind === 'process');
  for (const lane of lanes) {
    const track = trackOfLane(recording, lane.id, 'slices', trackNames.tasks);
    if (track === null || !isLoopMode(result.mode)) continue;
    const { start, runEnd, id } = track.columns;
    for (let row = 0; row < start.length && start[row]! < range.end; row++) {
      const ms = (runEnd[row]! - start[row]!) / 1e6;
      if (runEnd[row]! <= range.start || (longest !== null && ms <= longest.ms)) continue;
      longest = { id: id[row]!, ms, range: { start: start[row]!, end: runEnd[row]! } };
    }
  }
  return longest;
}
