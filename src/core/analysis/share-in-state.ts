import type { TimeRange } from '../trace/time-range';
import { threadStates, type StatesColumns, type ThreadState } from '../trace/track';

/** How much of a range one or more of the threads were in a state, 0..1. */
export function shareInState(threads: readonly StatesColumns[], state: ThreadState, { start, end }: TimeRange): number {
  if (end <= start) return 0;
  const wanted = threadStates.indexOf(state);
  const starts: number[] = [];
  const ends: number[] = [];
  for (const columns of threads) {
    for (let row = 0; row < columns.start.length; row++) {
      if (columns.state[row] !== wanted) continue;
      const from = Math.max(start, columns.start[row]!);
      const to = Math.min(end, columns.end[row]!);
      if (to <= from) continue;
      starts.push(from);
      ends.push(to);
    }
  }
  // Typed arrays are sorted by value, and fast.
  const [opened, closed] = [Float64Array.from(starts).sort(), Float64Array.from(ends).sort()];
  let covered = 0;
  let open = 0;
  let since = 0;
  for (let next = 0, gone = 0; gone < closed.length;) {
    if (next < opened.length && opened[next]! <= closed[gone]!) {
      if (open++ === 0) since = opened[next]!;
      next++;
    } else {
      if (--open === 0) covered += closed[gone]! - since;
      gone++;
    }
  }
  return covered / (end - start);
}
