import { ancestorOfKind, findLane } from '../trace/find-tracks';
import type { LaneId } from '../trace/lane';
import type { Recording } from '../trace/recording';
import type { TimeRange } from '../trace/time-range';
import { threadCalls } from './call-tree';
import { functionName, heaviestPath, placeOf } from './heaviest-path';

/** What ran on an event loop while it was blocked. */
export interface BlockingFunction {
  /** Function of the program's own, without libraries; where there is none it is the innermost one. */
  readonly name: string;
  /** `/srv/app.py:12`, where it begins; empty: not known. */
  readonly place: string;
  /** The innermost function that most of the time was spent in; null: that is the function itself. */
  readonly within: string | null;
  /** Of the range, so much was looked at: 0 to 1. */
  readonly share: number;
}

/** What packages and languages bring along. */
const foreign = [/\/(site|dist)-packages\//, /\/lib\/python\d[\d.]*t?\//, /^<frozen /, /\/node_modules\//, /^node:/];
/** Whatever stands above them only waits for the loop. */
const turners = [/\/asyncio\/events\.py:\d+$/, /\/trio\/_core\/_(run|generated_run)\.py:\d+$/];

/** The function that samples of a range name most; null: there are none. @param loop lane of the event loop */
export function blockingFunction(recording: Recording, loop: LaneId, range: TimeRange): BlockingFunction | null {
  const lane = findLane(recording, loop);
  const thread = lane === null ? null : (ancestorOfKind(recording, lane, 'thread')?.id ?? null);
  const sampled = threadCalls(recording, range).find((one) => one.thread === thread);
  const path = heaviestPath(sampled?.calls ?? []).map(({ name }) => name);
  const innermost = path.at(-1);
  if (sampled === undefined || innermost === undefined) return null;
  const step = path.slice(path.findLastIndex((frame) => turners.some((one) => one.test(placeOf(frame)))) + 1);
  const own = step.findLast((frame) => isOwn(placeOf(frame))) ?? innermost;
  return {
    name: functionName(own),
    place: placeOf(own),
    within: own === innermost ? null : functionName(innermost),
    share: sampled.totalNs / (range.end - range.start),
  };
}

const isOwn = (place: string): boolean => place !== '' && !foreign.some((one) => one.test(place.replaceAll('\\', '/')));
