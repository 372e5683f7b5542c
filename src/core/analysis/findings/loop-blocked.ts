import { formatDuration } from '../../base/format-duration';
import { findTracks, trackOfLane } from '../../trace/find-tracks';
import type { LaneId } from '../../trace/lane';
import type { Recording } from '../../trace/recording';
import type { TimeRange } from '../../trace/time-range';
import { trackNames } from '../../trace/track';
import { windowsWithin } from '../../trace/windows';
import { quantile } from '../quantile';
import { isLoopMode } from '../../trace/interpreter-modes';
import type { Mode } from '../../trace/run';
import { defineFinding, type Finding, type FinishedRun } from './finding';
import { loopDelays } from './loop-delays';
import { doingOf, feltMs, loopStop, nameOfLoop } from './loop-stops';
import { waitedFor } from './waited-for';

/** A delay is a block, not the work's usual grain, when it is so many times the worst of a median window. */
const outstanding = 4;

/** Only in async: elsewhere a loop holds one task at a time, and nobody waits for it. */
export const loopBlocked = defineFinding({
  id: 'loop-blocked',
  about: 'In async the event loop stood still for more than 50 ms, and far longer than usual.',
  find: ({ runs }) => [...runs].flatMap(([mode, run]) => (isLoopMode(mode) ? blockedLoop(mode, run) : [])),
});

function blockedLoop(mode: Mode, async: FinishedRun): Omit<Finding, 'id'>[] {
  const { recording, numbers, result } = async;
  const worst = loopDelays(async)
    .filter(({ ownMs }) => ownMs >= feltMs)
    .toSorted((a, b) => b.lengthMs - a.lengthMs)[0];
  if (worst === undefined) return [];
  const { lengthMs, range, lane } = worst;
  const usual = usualDelayMs(async);
  if (lengthMs < outstanding * usual || numbers.tasks.maxInFlight < 2) return [];
  const longest = longestHead(async, range);
  const culprit = longest !== null && longest.ms >= lengthMs / 2 ? longest : null;
  return [
    {
      title: `Event loop blocked for ${formatDuration(lengthMs)} (${nameOfLoop(recording, lane)})`,
      detail:
        culprit === null
          ? `No single task held the thread that long: it was many in a row, or garbage collection${worst.times === null ? ', or no core to run on' : ''}.`
          : held(recording, culprit, lane),
      weight: 'hint',
      evidence: { run: result.drawn.id, mode, range: culprit?.range ?? range, lane },
    },
  ];
}

/** Worst delay of the median window, of the loop where that is longest. */
function usualDelayMs({ recording, work }: FinishedRun): number {
  const medians = findTracks(recording, 'counter', trackNames.lag).map(({ columns }) => {
    const { first, end } = windowsWithin(columns, work);
    return first === end ? 0 : quantile(columns.value.slice(first, end).sort(), 0.5) / 1e6;
  });
  return Math.max(0, ...medians);
}

function held(recording: Recording, { id, ms, range }: Head, lane: LaneId): string {
  const stop = loopStop(recording, lane, range);
  const task = `Task ${id} held the thread for ${formatDuration(ms)}`;
  if (doingOf(stop) !== 'waiting') return `${task} and all others waited. Split its work, or move it to a thread.`;
  return `${task}, waiting ${waitedFor(recording, stop)}, and all others waited. Await an asynchronous call instead, or make the blocking one in a thread.`;
}

interface Head {
  readonly id: number;
  readonly ms: number;
  readonly range: TimeRange;
}

/** The task whose own call of `run` held the thread longest within a range. */
function longestHead({ recording, result }: FinishedRun, range: TimeRange): Head | null {
  let longest: Head | null = null;
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
