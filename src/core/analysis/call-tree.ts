import { ancestorOfKind, findTracks, findLane } from '../trace/find-tracks';
import type { LaneId } from '../trace/lane';
import type { Recording } from '../trace/recording';
import type { TimeRange } from '../trace/time-range';
import { trackNames, type SlicesColumns } from '../trace/track';

/** A function, called by its parent's. Times are those of samples: good to about one interval between two of them. */
export interface CallNode {
  readonly name: string;
  /** Within it and what it called, ns. */
  readonly totalNs: number;
  /** Within itself. */
  readonly selfNs: number;
  /** The longest first. */
  readonly callees: readonly CallNode[];
}

export interface ThreadCalls {
  readonly thread: LaneId | null;
  /** Of the thread's lane. */
  readonly name: string;
  readonly totalNs: number;
  /** Outermost functions, the longest first. */
  readonly calls: readonly CallNode[];
}

interface Growing {
  readonly name: number;
  totalNs: number;
  calledNs: number;
  readonly callees: Map<number, Growing>;
}

/** What each sampled thread ran in a range, by who called whom; the busiest thread first. O(slices that start before its end). */
export function threadCalls(recording: Recording, range: TimeRange): readonly ThreadCalls[] {
  return findTracks(recording, 'slices', trackNames.stack)
    .map((track): ThreadCalls => {
      const lane = findLane(recording, track.lane);
      const thread = lane === null ? null : ancestorOfKind(recording, lane, 'thread');
      const root = growTree(track.columns, range);
      return {
        thread: thread?.id ?? null,
        name: thread?.name ?? '',
        totalNs: root.calledNs,
        calls: finished(root, recording.strings),
      };
    })
    .filter(({ totalNs }) => totalNs > 0)
    .sort((a, b) => b.totalNs - a.totalNs);
}

/** Rows come in order of their start, outer calls before what they call: the caller is the last row one less deep. */
function growTree({ start, end, id, slot }: SlicesColumns, range: TimeRange): Growing {
  const root: Growing = { name: 0, totalNs: 0, calledNs: 0, callees: new Map() };
  const stack: Growing[] = [];
  for (let row = 0; row < start.length && start[row]! < range.end; row++) {
    const length = Math.min(end[row]!, range.end) - Math.max(start[row]!, range.start);
    if (length <= 0) continue;
    const depth = slot[row]!;
    const caller = depth === 0 ? root : stack[depth - 1];
    // A file may hold a call without its caller.
    if (caller === undefined) continue;
    // A function that calls itself is one line, whose own time holds all of it.
    const isRecursion = depth > 0 && caller.name === id[row];
    const node = isRecursion ? caller : calleeOf(caller, id[row]!);
    if (!isRecursion) {
      node.totalNs += length;
      caller.calledNs += length;
    }
    stack.length = depth;
    stack.push(node);
  }
  return root;
}

function calleeOf({ callees }: Growing, name: number): Growing {
  const known = callees.get(name);
  if (known !== undefined) return known;
  const made: Growing = { name, totalNs: 0, calledNs: 0, callees: new Map() };
  callees.set(name, made);
  return made;
}

function finished({ callees }: Growing, strings: readonly string[]): readonly CallNode[] {
  return [...callees.values()]
    .map((node) => ({
      name: strings[node.name] ?? '',
      totalNs: node.totalNs,
      selfNs: Math.max(0, node.totalNs - node.calledNs),
      callees: finished(node, strings),
    }))
    .sort((a, b) => b.totalNs - a.totalNs);
}

export interface FunctionTimes {
  readonly name: string;
  readonly selfMs: number;
  /** Without counting a function twice that calls itself. */
  readonly totalMs: number;
}

/** Functions of all threads by the time within themselves, the longest first. */
export function functionTimes(threads: readonly ThreadCalls[]): readonly FunctionTimes[] {
  const times = new Map<string, { selfNs: number; totalNs: number }>();
  const add = (node: CallNode, above: ReadonlySet<string>): void => {
    const own = times.get(node.name) ?? { selfNs: 0, totalNs: 0 };
    times.set(node.name, own);
    own.selfNs += node.selfNs;
    const isNested = above.has(node.name);
    if (!isNested) own.totalNs += node.totalNs;
    const below = isNested ? above : new Set([...above, node.name]);
    for (const callee of node.callees) add(callee, below);
  };
  for (const { calls } of threads) for (const node of calls) add(node, new Set());
  return [...times]
    .map(([name, { selfNs, totalNs }]) => ({ name, selfMs: selfNs / 1e6, totalMs: totalNs / 1e6 }))
    .sort((a, b) => b.selfMs - a.selfMs);
}
