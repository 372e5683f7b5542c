import { lowerBound, upperBound } from '../base/binary-search';
import type { TimeRange } from '../trace/time-range';
import { threadStates, type StatesColumns } from '../trace/track';
import type { LockThread } from './lock-waits';

const [running, lock] = [threadStates.indexOf('running'), threadStates.indexOf('lock')];

/** How long one or more threads of a role were there and did not wait at a lock. A pool's worker is there while it has a job. */
export class Presence {
  readonly #time: Float64Array;
  /** Threads, from `#time[i]` on. */
  readonly #active: Int32Array;
  /** Up to `#time[i]`, ns. */
  readonly #anyNs: Float64Array;

  constructor(threads: readonly LockThread[], waits: readonly TimeRange[]) {
    const events = waits.flatMap(({ start, end }) => [
      { at: start, by: -1 },
      { at: end, by: 1 },
    ]);
    for (const { states, jobs } of threads) {
      const { start, end } = jobs ?? { start: states.start.slice(0, 1), end: states.end.slice(-1) };
      for (let row = 0; row < start.length; row++) events.push({ at: start[row]!, by: 1 }, { at: end[row]!, by: -1 });
    }
    events.sort((a, b) => a.at - b.at);
    this.#time = Float64Array.from(events, ({ at }) => at);
    this.#active = new Int32Array(events.length);
    this.#anyNs = new Float64Array(events.length);
    let active = 0;
    for (const [event, { at, by }] of events.entries()) {
      if (event > 0) this.#anyNs[event] = this.#anyNs[event - 1]! + (active > 0 ? at - this.#time[event - 1]! : 0);
      active += by;
      this.#active[event] = active;
    }
  }

  /** Share of a range, 0 to 1. */
  anyWithin({ start, end }: TimeRange): number {
    return end > start ? (this.#anyUntil(end) - this.#anyUntil(start)) / (end - start) : 0;
  }

  #anyUntil(at: number): number {
    const event = upperBound(this.#time, at) - 1;
    if (event < 0) return 0;
    return this.#anyNs[event]! + (this.#active[event]! > 0 ? at - this.#time[event]! : 0);
  }
}

export interface TimesHeld {
  /** By thread: it alone did not wait at a lock while others did, ns. */
  readonly heldNs: readonly number[];
  /** Of all that: on a core, ns. */
  readonly runningNs: number;
}

/** Who held the lock that the others waited for: where just one of them does not wait, it is that one. */
export function timesHeld(threads: readonly StatesColumns[], range: TimeRange): TimesHeld {
  const events = threads.flatMap(({ start, end, state }, thread) => {
    const last = lowerBound(start, range.end);
    const told: { at: number; thread: number; state: number }[] = [];
    for (let row = upperBound(end, range.start); row < last; row++)
      told.push({ at: start[row]!, thread, state: state[row]! });
    return start.length === 0 ? told : [...told, { at: Math.min(end.at(-1)!, range.end), thread, state: ended }];
  });
  events.sort((a, b) => a.at - b.at);
  const heldNs = threads.map(() => 0);
  const doing = threads.map(() => ended);
  const active = new Set<number>();
  let waiting = 0;
  let runningNs = 0;
  for (const [index, { at, thread, state }] of events.entries()) {
    if (doing[thread] === lock) waiting--;
    doing[thread] = state;
    if (state === lock) waiting++;
    if (state === lock || state === ended) active.delete(thread);
    else active.add(thread);
    if (active.size !== 1 || waiting === 0) continue;
    const [holder] = active;
    const length = (events[index + 1]?.at ?? at) - at;
    heldNs[holder!]! += length;
    if (doing[holder!] === running) runningNs += length;
  }
  return { heldNs, runningNs };
}

const ended = -1;
