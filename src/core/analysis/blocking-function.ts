import { ancestorOfKind, findLane } from '../trace/find-tracks';
import type { LaneId } from '../trace/lane';
import type { Recording } from '../trace/recording';
import type { TimeRange } from '../trace/time-range';
import { threadCalls } from './call-tree';
import { functionName, pathOfMore, placeOf } from './heaviest-path';
import { timesOfThread } from './thread-times';

/** What an event loop's thread was in while the loop was blocked. */
export interface BlockingFunction {
  /** Innermost function of the program's own that holds more than half; without one, the innermost of any library. */
  readonly name: string;
  /** `/srv/app.py:12`, where it begins; empty: not known. */
  readonly place: string;
  /** Innermost function of all that holds more than half; null: that is the function itself. */
  readonly within: string | null;
  /** Sampled part of the range, 0 to 1. Time in which the thread had no core counts for neither: nothing ran. */
  readonly share: number;
}

/** What packages and languages bring along. */
const foreign = [/\/(site|dist)-packages\//, /\/lib\/python\d[\d.]*t?\//, /^<frozen /, /\/node_modules\//, /^node:/];
/** Whatever stands above them only waits for the loop. */
const turners = [/\/asyncio\/events\.py:\d+$/, /\/trio\/_core\/_(run|generated_run)\.py:\d+$/];

/** The function that a thread was in for more than half of a range; null: there is none. @param loop lane of the event loop */
export function blockingFunction(recording: Recording, loop: LaneId, range: TimeRange): BlockingFunction | null {
  const lane = findLane(recording, loop);
  const thread = lane === null ? null : (ancestorOfKind(recording, lane, 'thread')?.id ?? null);
  const sampled = threadCalls(recording, range).find((one) => one.thread === thread);
  if (sampled === undefined) return null;
  const wantedNs = (timesOfThread(recording, thread, range)?.runnableMs ?? 0) * 1e6;
  const lengthNs = Math.max(sampled.totalNs, range.end - range.start - wantedNs);
  const path = pathOfMore(sampled.calls, lengthNs / 2).map(({ name }) => name);
  const step = path.slice(path.findLastIndex((frame) => turners.some((one) => one.test(placeOf(frame)))) + 1);
  const innermost = step.at(-1);
  if (innermost === undefined) return null;
  const own = step.findLast((frame) => isOwn(placeOf(frame))) ?? innermost;
  return {
    name: functionName(own),
    place: placeOf(own),
    within: own === innermost ? null : functionName(innermost),
    share: sampled.totalNs / lengthNs,
  };
}

const isOwn = (place: string): boolean => place !== '' && !foreign.some((one) => one.test(place.replaceAll('\\', '/')));
