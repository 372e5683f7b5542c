import { ancestorOfKind, findLane, findTracks, lanesOfKind, trackOfLane } from '../../trace/find-tracks';
import type { Lane, LaneId } from '../../trace/lane';
import type { Recording } from '../../trace/recording';
import type { TimeRange } from '../../trace/time-range';
import { trackNames } from '../../trace/track';
import type { BlockedReason } from '../thread-states';
import type { LoopStop } from './loop-stops';

/** Follows "waiting" or "waited". */
export const waitReasons: Readonly<Record<BlockedReason, string>> = {
  io: 'for a file, a pipe or a socket',
  lock: 'in a lock',
  gil: 'for the GIL',
  sleep: 'in a sleep',
  poll: 'for a socket, a pipe or a timer',
  child: 'for a child process',
  other: 'in the kernel',
};

/** `in a lock`, `for its child sleep 4711`: what the thread of a loop waited for while the loop did not turn. */
export function waitedFor(recording: Recording, { lane, range, times }: LoopStop): string {
  const reason = times?.reason ?? null;
  if (reason === null) return '';
  const isChildLike = reason === 'io' || reason === 'poll' || reason === 'child';
  const children = isChildLike ? childrenOf(recording, lane, range) : [];
  const [first] = children;
  if (first === undefined) return waitReasons[reason];
  return children.length > 1 ? 'for child processes' : `for its child ${first.name} ${first.pid ?? ''}`.trimEnd();
}

/** The processes that the loop's thread started in a range; none unless one or the other ran for more than half of it. */
function childrenOf(recording: Recording, loop: LaneId, range: TimeRange): readonly Lane[] {
  const lane = findLane(recording, loop);
  const thread = lane === null ? null : ancestorOfKind(recording, lane, 'thread');
  if (thread === null) return [];
  const makers = makersOf(recording);
  const children: Lane[] = [];
  let ranNs = 0;
  for (const made of lanesOfKind(recording, 'thread')) {
    const lived = trackOfLane(recording, made.id, 'states', trackNames.states)?.columns;
    const from = lived?.start[0] ?? Infinity;
    if (from < range.start || from >= range.end || made.pid === thread.pid) continue;
    const process = ancestorOfKind(recording, made, 'process');
    // Where nobody tells which thread made it, its process is known.
    const isOwn = makers === null ? process?.parent === thread.parent : makers.get(made.id) === thread.id;
    if (process === null || process.id === thread.parent || !isOwn) continue;
    ranNs += Math.min(lived!.end.at(-1)!, range.end) - from;
    children.push(process);
  }
  return ranNs > (range.end - range.start) / 2 ? children : [];
}

/** Which thread made which; null: that was not recorded. */
function makersOf(recording: Recording): ReadonlyMap<LaneId, LaneId> | null {
  const flows = findTracks(recording, 'flows', trackNames.made);
  if (flows.length === 0) return null;
  const makers = new Map<LaneId, LaneId>();
  for (const { columns } of flows)
    for (let row = 0; row < columns.toLane.length; row++) makers.set(columns.toLane[row]!, columns.fromLane[row]!);
  return makers;
}
