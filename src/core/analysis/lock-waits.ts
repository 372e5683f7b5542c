/*
 * Waiting for a lock, told from waiting for work. Both are a wait on a futex; who ends it is not the same.
 *
 *   lock    A |██ holds ██|........|██         each thread waits until another of its kind lets go, one at a time:
 *           B |...........|██ holds ██|...     B was woken by A, C by B, A by C
 *           C |....................|██
 *
 *   work    main |█──█──█──█|                  main wakes the workers, and they never wake each other
 *           W1   |.█.....█..|
 *
 *   barrier A |████|            B |██|..|      the last one wakes all the others, and they all go on
 */
import { lowerBound, upperBound } from '../base/binary-search';
import type { LaneId } from '../trace/lane';
import type { TimeRange } from '../trace/time-range';
import { Presence, timesHeld } from './lock-presence';
import { stateFlags, threadStates, type SlicesColumns, type StatesColumns } from '../trace/track';

/** One thread of a process. */
export interface LockThread {
  readonly lane: LaneId;
  /** Threads that do the same have the same role; only those can be told to share a lock. */
  readonly role: string;
  readonly states: StatesColumns;
  /** Of a pool's worker: between its jobs it waits for work. Null: it is none. */
  readonly jobs: SlicesColumns | null;
}

export interface LockWaits {
  /** Threads that took turns. */
  readonly threads: readonly LockThread[];
  /** By thread: time that it waited until another of them let go, ns. */
  readonly waitedNs: readonly number[];
  /** By thread: time that it alone was not waiting while others were: it held the lock, ns. */
  readonly heldNs: readonly number[];
  /** Of the holders: time on a core, ns. */
  readonly heldRunningNs: number;
  /** From the first of these waits to the end of the last. */
  readonly range: TimeRange;
}

const [running, lock] = [threadStates.indexOf('running'), threadStates.indexOf('lock')];
/** A thread that took turns was woken by another, and woke another, this often. */
const minTurns = 2;
/** Of the waits that others ended for a thread, and of those that it ended: the fewer in the more. */
const minBalance = 0.25;
/** Of more threads than these each has few turns: one is enough. */
const manyThreads = 8;
/** Threads among which three are looked for. */
const maxProof = 50;
/** Of a wait: another thread was not waiting, and may have held the lock. */
const minHeld = 0.5;
/** Of the waited time: above this the waits end together, as at a barrier. */
const maxTogether = 0.4;
/** Waits end together within this, and within a small part of what a turn takes; ns. */
const maxTogetherNs = 2e6;
/** Of the waited time: what was seen to be a lock, and not taken to be one after the wait before. */
const minSeen = 0.1;
/** Between the end of a wait and the latest run of whoever ended it, ns. */
const slackNs = 100_000;
/** A join ends as the other thread does, ns. */
const endsNs = 2_000_000;

interface Wait {
  readonly waiter: number;
  readonly start: number;
  readonly end: number;
  readonly isSeen: boolean;
  /** The thread of its role that may have ended it; null: none. */
  by: number | null;
  /** No thread of another role can have. */
  isSure: boolean;
}

/** The threads of one process that waited for each other at locks: by role, or else of whatever role. */
export function lockWaits(threads: readonly LockThread[], range: TimeRange): readonly LockWaits[] {
  const all = [...threads.keys()];
  const roles = grouped(all, (index) => threads[index]!.role);
  const runs = runsOf(threads, range);
  const alike = [...roles.values()].flatMap((role) => takingTurns(threads, role, runs, range) ?? []);
  if (alike.length > 0 || roles.size < 3) return alike;
  const mixed = takingTurns(threads, all, runs, range, wokeOneAnother);
  return mixed === null ? [] : [mixed];
}

function takingTurns(
  threads: readonly LockThread[],
  role: readonly number[],
  runs: Runs,
  range: TimeRange,
  isProof: (members: ReadonlySet<number>, waits: readonly Wait[]) => boolean = () => true,
): LockWaits | null {
  if (role.length < 2) return null;
  const isOfRole = new Set(role);
  const all = role.flatMap((index) => waitsOf(threads[index]!, index, range));
  // A short wait that nobody looked at may be the holder's own, for something else.
  const presence = new Presence(
    role.map((index) => threads[index]!),
    all.filter(({ isSeen }) => isSeen),
  );
  const waits = all.filter((wait) => presence.anyWithin(wait) >= minHeld);
  for (const wait of waits) Object.assign(wait, wakerOf(wait, threads, runs, isOfRole));
  const members = membersOf(role, waits);
  if (members.size < 2) return null;
  const turns = waits.filter(({ waiter, by }) => members.has(waiter) && by !== null && members.has(by));
  if (!isProof(members, turns) || togetherShare(turns, members.size) > maxTogether) return null;
  const waitedNs = new Map([...members].map((index) => [index, 0]));
  let seenNs = 0;
  let sumNs = 0;
  for (const { waiter, start, end, isSeen } of turns) {
    waitedNs.set(waiter, waitedNs.get(waiter)! + end - start);
    sumNs += end - start;
    if (isSeen) seenNs += end - start;
  }
  if (seenNs < minSeen * sumNs) return null;
  const held = timesHeld(
    [...members].map((index) => threads[index]!.states),
    range,
  );
  return {
    threads: [...members].map((index) => threads[index]!),
    waitedNs: [...waitedNs.values()],
    heldNs: held.heldNs,
    heldRunningNs: held.runningNs,
    range: {
      start: turns.reduce((least, { start }) => Math.min(least, start), Infinity),
      end: turns.reduce((most, { end }) => Math.max(most, end), 0),
    },
  };
}

/** The waits of a thread on a futex that ended; of a pool's worker those within its jobs. */
function waitsOf({ states, jobs }: LockThread, waiter: number, range: TimeRange): Wait[] {
  const { start, end, state, flags } = states;
  const waits: Wait[] = [];
  const last = lowerBound(start, range.end);
  for (let row = upperBound(end, range.start); row < last; row++) {
    if (state[row] !== lock || start[row]! < range.start || end[row]! > range.end) continue;
    // It ended with it, or nothing is known of what came after.
    if (row === start.length - 1) continue;
    if (jobs !== null && !isWithin(jobs, start[row]!)) continue;
    const isSeen = (flags[row]! & stateFlags.inferred) === 0;
    waits.push({ waiter, start: start[row]!, end: end[row]!, isSeen, by: null, isSure: false });
  }
  return waits;
}

/** Jobs of one worker do not overlap. */
function isWithin({ start, end }: SlicesColumns, at: number): boolean {
  const job = upperBound(start, at) - 1;
  return job >= 0 && end[job]! > at;
}

interface Runs {
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly thread: Int32Array;
}

/** When any thread of the process was on a core, in order of the start. */
function runsOf(threads: readonly LockThread[], range: TimeRange): Runs {
  const rows: { thread: number; row: number; start: number }[] = [];
  for (const [thread, { states }] of threads.entries()) {
    const last = lowerBound(states.start, range.end);
    for (let row = upperBound(states.end, range.start); row < last; row++) {
      if (states.state[row] === running) rows.push({ thread, row, start: states.start[row]! });
    }
  }
  rows.sort((a, b) => a.start - b.start);
  return {
    start: Float64Array.from(rows, ({ start }) => start),
    end: Float64Array.from(rows, ({ thread, row }) => threads[thread]!.states.end[row]!),
    thread: Int32Array.from(rows, ({ thread }) => thread),
  };
}

/** How many runs before the end of a wait are looked at. */
const maxRunsBack = 8;

/** Who was on a core as the wait ended, or was the last to be. */
function wakerOf(
  { waiter, start, end }: Wait,
  threads: readonly LockThread[],
  runs: Runs,
  isOfRole: ReadonlySet<number>,
): Pick<Wait, 'by' | 'isSure'> {
  let by: number | null = null;
  let latest = -Infinity;
  let others = -Infinity;
  const first = upperBound(runs.start, end) - 1;
  for (let run = first; run >= 0 && run > first - maxRunsBack; run--) {
    const thread = runs.thread[run]!;
    const runEnd = Math.min(end, runs.end[run]!);
    if (thread === waiter || runEnd <= start) continue;
    if (!isOfRole.has(thread)) {
      // Within its job a pool's worker waits for no work, and the main thread gives nothing else.
      if (threads[waiter]!.jobs === null || threads[thread]!.role !== 'main') others = Math.max(others, runEnd);
    } else if (runEnd > latest) [by, latest] = [thread, runEnd];
  }
  // Whoever ends just then was waited for itself.
  if (by === null || threads[by]!.states.end.at(-1)! < end + endsNs) return { by: null, isSure: false };
  return { by: others > latest + slackNs ? null : by, isSure: latest >= end - slackNs && others < end - slackNs };
}

/**
 * Those that were woken by one another again and again, and woke others about as often: at a lock each turn ends with the next. Along a
 * pipeline the first only wakes, and the last is only woken. What is left without the others is looked at again.
 */
function membersOf(role: readonly number[], waits: readonly Wait[]): ReadonlySet<number> {
  const least = role.length > manyThreads ? 1 : minTurns;
  let members = new Set(role);
  for (;;) {
    const woken = new Map<number, number>();
    const woke = new Map<number, number>();
    for (const { waiter, by, isSure } of waits) {
      if (!isSure || by === null || !members.has(waiter) || !members.has(by)) continue;
      woken.set(waiter, (woken.get(waiter) ?? 0) + 1);
      woke.set(by, (woke.get(by) ?? 0) + 1);
    }
    const takesTurns = (member: number): boolean => {
      const [taken, given] = [woken.get(member) ?? 0, woke.get(member) ?? 0];
      return Math.min(taken, given) >= Math.max(least, minBalance * Math.max(taken, given));
    };
    const kept = new Set([...members].filter(takesTurns));
    if (kept.size === members.size) return kept;
    members = kept;
  }
}

/**
 * Threads of different roles that hand work on wake each other along a line or from one in the middle. Where three of them wake
 * one another in every direction, it is a lock.
 */
function wokeOneAnother(members: ReadonlySet<number>, turns: readonly Wait[]): boolean {
  const wakes = new Set(turns.map(({ waiter, by }) => `${by} ${waiter}`));
  const areMutual = (a: number, b: number): boolean => wakes.has(`${a} ${b}`) && wakes.has(`${b} ${a}`);
  const all = [...members].slice(0, maxProof);
  return all.some((a) =>
    all.some((b) => b > a && areMutual(a, b) && all.some((c) => c > b && areMutual(a, c) && areMutual(b, c))),
  );
}

/** Of the waits that were looked at: time of those that ended with another thread's, closer than turns at a lock are. */
function togetherShare(turns: readonly Wait[], members: number): number {
  const byEnd = turns.filter(({ isSeen }) => isSeen).toSorted((a, b) => a.end - b.end);
  let sumNs = 0;
  let togetherNs = 0;
  for (const [index, wait] of byEnd.entries()) {
    const length = wait.end - wait.start;
    const near = Math.min(maxTogetherNs, length / (4 * members));
    const isNear = (other: Wait | undefined): boolean =>
      other !== undefined &&
      other.waiter !== wait.waiter &&
      Math.abs(other.end - wait.end) <= Math.min(near, (other.end - other.start) / (4 * members));
    sumNs += length;
    if (isNear(byEnd[index - 1]) || isNear(byEnd[index + 1])) togetherNs += length;
  }
  return sumNs === 0 ? 0 : togetherNs / sumNs;
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
