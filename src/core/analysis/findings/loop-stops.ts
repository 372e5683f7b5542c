import { ancestorOfKind, findLane, findTracks } from '../../trace/find-tracks';
import type { LaneId } from '../../trace/lane';
import type { Recording } from '../../trace/recording';
import type { TimeRange } from '../../trace/time-range';
import { trackNames } from '../../trace/track';
import { blockTimes, type BlockTimes } from '../thread-times';
import type { FinishedRun } from './finding';

/** Delays above 50 ms are felt: with them nothing can answer within 100 ms (RAIL model, web.dev/articles/rail). */
export const feltMs = 50;

/** A time in which an event loop did not turn. */
export interface LoopStop {
  readonly range: TimeRange;
  readonly lane: LaneId;
  /** As the agent names it. */
  readonly name: string;
  readonly lengthMs: number;
  /** Without the time in which its thread wanted a core and had none. */
  readonly ownMs: number;
  /** Null: the thread's states were not recorded. */
  readonly times: BlockTimes | null;
}

export function loopStop(recording: Recording, lane: LaneId, range: TimeRange, name = ''): LoopStop {
  const lengthMs = (range.end - range.start) / 1e6;
  const times = blockTimes(recording, lane, range);
  return { range, lane, name, lengthMs, ownMs: lengthMs - (times?.wantedMs ?? 0), times };
}

/** Every time above `feltMs` in which an event loop of a recorded command did not turn. */
export function programStops({ recording, work }: FinishedRun): readonly LoopStop[] {
  return findTracks(recording, 'slices', trackNames.blocked).flatMap(({ columns, lane }) => {
    const stops: LoopStop[] = [];
    for (let row = 0; row < columns.start.length; row++) {
      const range = { start: columns.start[row]!, end: Math.min(recording.seenUntil, columns.end[row]!) };
      const isFelt = range.end - range.start >= feltMs * 1e6;
      if (!isFelt || range.start >= work.end || range.end <= work.start) continue;
      stops.push(loopStop(recording, lane, range, recording.strings[columns.id[row]!] ?? ''));
    }
    return stops;
  });
}

export type Doing = 'computing' | 'waiting' | 'unknown';

/** What its thread did for most of its own part of the time. */
export function doingOf({ times, ownMs }: LoopStop): Doing {
  if (times === null) return 'unknown';
  if (times.waitedMs > ownMs / 2) return 'waiting';
  return times.computedMs > ownMs / 2 ? 'computing' : 'unknown';
}

/** `main thread of python 4711`, `worker 1 of node 4711`. */
export function nameOfLoop(recording: Recording, loop: LaneId): string {
  const lane = findLane(recording, loop);
  const thread = lane === null ? null : ancestorOfKind(recording, lane, 'thread');
  const process = lane === null ? null : ancestorOfKind(recording, lane, 'process');
  const name = thread === null ? (lane?.name ?? '') : thread.name === 'main' ? 'main thread' : thread.name;
  if (process === null) return name;
  const pid = lane?.pid ?? process.pid;
  return `${name} of ${process.name}${pid === undefined ? '' : ` ${pid}`}`;
}

export const isMainLoop = (recording: Recording, loop: LaneId): boolean => threadName(recording, loop) === 'main';
/** As Node's agent names the threads of `worker_threads`. */
export const isNodeWorker = (recording: Recording, loop: LaneId): boolean =>
  /^worker \d+$/.test(threadName(recording, loop) ?? '');

function threadName(recording: Recording, loop: LaneId): string | undefined {
  const lane = findLane(recording, loop);
  return lane === null ? undefined : ancestorOfKind(recording, lane, 'thread')?.name;
}
