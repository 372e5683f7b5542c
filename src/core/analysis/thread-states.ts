import { lowerBound, upperBound } from '../base/binary-search';
import type { TimeRange } from '../trace/time-range';
import { noCore, threadStates, type StatesColumns, type ThreadState } from '../trace/track';
import { turnsOf, type Turns } from '../trace/turns';

export type BlockedReason = Exclude<ThreadState, 'running' | 'runnable' | 'unknown'>;
export const blockedReasons = threadStates.filter(
  (state): state is BlockedReason => state !== 'running' && state !== 'runnable' && state !== 'unknown',
);

/** How long a thread was in each state, ms; the sum is its life within the range. */
export interface StateTimes {
  readonly onCpuMs: number;
  readonly runnableMs: number;
  readonly blockedMs: Readonly<Record<BlockedReason, number>>;
  readonly unknownMs: number;
  /** How often it got a core. */
  readonly switches: number;
  /** How often that was another one than before. */
  readonly migrations: number;
}

/**
 * Adds up what a thread did in a range.
 *
 * @param coreNs grows by the time it ran on each core, by number
 * @param coarse where only sums are left of what it did before a time, Nanos: how often it got a core until then. Of a range that
 * begins within that, switches are counted from there on.
 */
export function stateTimes(
  columns: StatesColumns,
  range: TimeRange,
  coreNs: Map<number, number>,
  coarse?: { readonly until: number; readonly turns: Turns },
): StateTimes {
  const { start, end, state, core } = columns;
  const times = new Float64Array(threadStates.length);
  // Intervals of a thread do not overlap, so their ends are in order, too.
  const last = lowerBound(start, range.end);
  const first = upperBound(end, range.start);
  for (let row = first; row < last; row++) {
    const length = Math.min(end[row]!, range.end) - Math.max(start[row]!, range.start);
    times[state[row]!]! += length;
    if (state[row] !== 0) continue;
    const at = core[row]!;
    if (at !== noCore) coreNs.set(at, (coreNs.get(at) ?? 0) + length);
  }
  const fineFrom = coarse === undefined ? first : Math.max(first, lowerBound(start, coarse.until));
  const isWhole = range.start <= (start[0] ?? 0);
  const { switches, migrations } = turnsOf(
    columns,
    { first: fineFrom, end: last },
    range.start,
    isWhole ? coarse?.turns : undefined,
  );
  const ms = (name: ThreadState): number => times[threadStates.indexOf(name)]! / 1e6;
  return {
    onCpuMs: ms('running'),
    runnableMs: ms('runnable'),
    // One entry for each reason.
    blockedMs: Object.fromEntries(blockedReasons.map((reason) => [reason, ms(reason)])) as Record<
      BlockedReason,
      number
    >,
    unknownMs: ms('unknown'),
    switches,
    migrations,
  };
}
