import { formatDuration } from '../../core/base/format-duration';
import { noCore, stateFlags, threadStates, type ThreadState } from '../../core/trace/track';
import type { ThreadHit } from './hit-test';
import type { Fact, Told } from './rows/track-row';

/** What a state is called for people. */
export const stateWords: Readonly<Record<ThreadState, string>> = {
  running: 'on a core',
  runnable: 'wants a core, has none',
  io: 'waits for input or output',
  lock: 'waits for a lock',
  gil: 'waits for the GIL',
  sleep: 'sleeps',
  poll: 'waits for events',
  child: 'waits for a child',
  other: 'waits',
  unknown: 'not known',
};

const ms = (nanos: number): string => formatDuration(nanos / 1e6);

/** All that is known of what a thread did at a time; null where it was not there. */
export function stateFacts({ row, interval }: ThreadHit): Told | null {
  if (interval === null) return null;
  const { start, end, state, core, flags } = row.columns;
  const { pid, tid } = row.lane;
  const bits = flags[interval]!;
  const facts: Fact[] = [
    { name: 'thread', value: `${row.name}${tid === undefined ? '' : ` (${tid === pid ? `process ${pid}` : tid})`}` },
    { name: 'from', value: ms(start[interval]!) },
    { name: 'for', value: ms(end[interval]! - start[interval]!) },
    ...(core[interval] === noCore ? [] : [{ name: 'core', value: String(core[interval]) }]),
    ...((bits & stateFlags.inferred) === 0
      ? []
      : [{ name: 'reason', value: 'that of its last wait: this one was too short to ask' }]),
    ...((bits & stateFlags.estimated) === 0
      ? []
      : [{ name: 'place', value: 'estimated: how long is the kernel’s own account' }]),
  ];
  return { title: stateWords[threadStates[state[interval]!]!], facts };
}
