import { countOf } from '../../base/format-count';
import { formatDuration } from '../../base/format-duration';
import { formatShare } from '../../base/format-share';
import { joinWords } from '../../base/join-words';
import { findLane, lanesOfKind, trackOfLane } from '../../trace/find-tracks';
import { agentThreadName, type Lane } from '../../trace/lane';
import type { Recording } from '../../trace/recording';
import { isCommandMode } from '../../trace/run';
import type { TimeRange } from '../../trace/time-range';
import { threadStates, trackNames, type StatesColumns } from '../../trace/track';
import { lockWaits, type LockThread, type LockWaits } from '../lock-waits';
import { defineFinding, type Finding, type FinishedRun } from './finding';

/** Of the time that its threads took turns: below it they were not kept much. */
const noticeable = 0.25;
/** Of all its threads together, ms. */
const minWaitedMs = 50;
const lock = threadStates.indexOf('lock');
/** Threads that are named; the others are counted. */
const maxNames = 3;
/** The run is longer than what was looked at by so much: it is said. */
const mostOfRun = 1.1;
/** Of all times held. */
const mostHeld = 0.5;
/** A process with more rows than these is looked at in the middle of the run: the window waits for it. */
const maxRows = 40_000;

export const locks = defineFinding({
  id: 'locks',
  about:
    'Threads of a recorded program waited for each other at a lock of its own. Waiting for work is none: a pool’s idle ' +
    'worker, a queue, a join, an event.',
  find: ({ runs }) =>
    [...runs.values()].flatMap((run) => {
      if (!isCommandMode(run.result.mode)) return [];
      return processesOf(run.recording).flatMap(({ process, threads }) => {
        const part = partOf(run, threads);
        return lockWaits(threads, part).flatMap((waits) => findingOf(run, process, waits, part));
      });
    }),
});

interface Process {
  readonly process: Lane;
  readonly threads: readonly LockThread[];
}

/** Those with two or more threads. */
function processesOf(recording: Recording): readonly Process[] {
  const threads = new Map<number, LockThread[]>();
  for (const lane of lanesOfKind(recording, 'thread')) {
    const states = trackOfLane(recording, lane.id, 'states', trackNames.states);
    // The agent's own waits for work, and is none of the program's.
    if (states === null || states.rows === 0 || lane.parent === null || lane.name === agentThreadName) continue;
    const process = findLane(recording, lane.parent);
    // V8, libuv and libraries of C have threads of their own, which wait for work.
    if (process === null || (isRuntime(process.name) && lane.name === process.name)) continue;
    const jobs = trackOfLane(recording, lane.id, 'slices', trackNames.operations);
    const thread = { lane: lane.id, role: roleOf(lane.name), states: states.columns, jobs: jobs?.columns ?? null };
    const others = threads.get(lane.parent);
    if (others === undefined) threads.set(lane.parent, [thread]);
    else others.push(thread);
  }
  return [...threads].flatMap(([parent, all]) => {
    const process = findLane(recording, parent);
    const waiting = all.filter(({ states }) => waitsAtAll(states));
    return process === null || waiting.length < 2 ? [] : [{ process, threads: all }];
  });
}

/** For long enough that it may matter. */
function waitsAtAll({ start, end, state }: StatesColumns): boolean {
  let ns = 0;
  for (let row = 0; row < start.length; row++) if (state[row] === lock) ns += end[row]! - start[row]!;
  return ns >= (minWaitedMs * 1e6) / 10;
}

const isRuntime = (name: string): boolean => /^(node|python)[\d.]*$/.test(name);

/** `Thread- (work)` of `Thread-3 (work)`: what threads do is in their name, apart from its numbers. */
const roleOf = (name: string): string => name.replaceAll(/\d+/g, '');

/** What is looked at: all, or as much in the middle as is quick. */
function partOf({ recording, work }: FinishedRun, threads: readonly LockThread[]): TimeRange {
  const start = Math.max(work.start, recording.coarseUntil);
  const rows = threads.reduce((sum, { states }) => sum + states.start.length, 0);
  if (rows <= maxRows || work.end <= start) return { start, end: Math.max(start, work.end) };
  const half = ((work.end - start) * maxRows) / rows / 2;
  const middle = (start + work.end) / 2;
  return { start: middle - half, end: middle + half };
}

function findingOf(run: FinishedRun, process: Lane, waits: LockWaits, part: TimeRange): Omit<Finding, 'id'>[] {
  const { recording, result, work } = run;
  const { threads, waitedNs, range } = waits;
  const waitedMs = waitedNs.reduce((sum, ns) => sum + ns, 0) / 1e6;
  const lengthMs = (range.end - range.start) / 1e6;
  const share = waitedMs / (lengthMs * threads.length);
  if (waitedMs < minWaitedMs || share < noticeable) return [];
  const nameOf = (index: number): string => findLane(recording, threads[index]!.lane)?.name ?? '';
  const order = [...waitedNs.keys()].toSorted((a, b) => waitedNs[b]! - waitedNs[a]!);
  const named = order.slice(0, maxNames).map((index) => `${nameOf(index)} (${formatDuration(waitedNs[index]! / 1e6)})`);
  const more = order.length > maxNames ? [`${order.length - maxNames} more`] : [];
  const times = (work.end - work.start) / (part.end - part.start);
  const ofPart =
    times > mostOfRun ? `In ${formatDuration((part.end - part.start) / 1e6)} in the middle of the run, ` : '';
  const who = `${process.name}${process.pid === undefined ? '' : ` ${process.pid}`}`;
  return [
    {
      title: `${countOf(threads.length, 'thread')} of ${who} took turns at a lock`,
      detail: `${ofPart}${ofPart === '' ? 'They' : 'they'} waited for it ${formatDuration(waitedMs)} in all, ${formatShare(share, 0)} of their time: ${joinWords([...named, ...more])}. ${heldBy(waits, nameOf)} Hold it for less, or give each thread its own part.`,
      weight: 'hint',
      costMs: waitedMs * times,
      evidence: { run: result.drawn.id, mode: result.mode, range, lane: threads[order[0]!]!.lane },
    },
  ];
}

function heldBy({ heldNs, heldRunningNs }: LockWaits, nameOf: (index: number) => string): string {
  const sum = heldNs.reduce((all, ns) => all + ns, 0);
  if (sum === 0) return 'Who held it is not known.';
  const longest = heldNs.indexOf(Math.max(...heldNs));
  const share = heldNs[longest]! / sum;
  const who = share > mostHeld ? `${nameOf(longest)} held it ${formatShare(share, 0)} of that` : 'Each held it in turn';
  const ran = formatShare(heldRunningNs / sum, 0);
  return `${who}; whoever held it was on a core ${ran} of the time.`;
}
