import type { SlicesColumns } from '../../core/trace/track';

/** What tasks took of each of some equal parts of a range, 0..1. */
export interface LaneShares {
  /** With at least one task. */
  readonly covered: Float64Array;
  /** A task is known to have been on a core. */
  readonly running: Float64Array;
  /** It is known whether. */
  readonly measured: Float64Array;
}

export const emptyShares = (parts: number): LaneShares => ({
  covered: new Float64Array(parts),
  running: new Float64Array(parts),
  measured: new Float64Array(parts),
});

/** The shares of `parts` equal parts of [a, b), by adding up rows. @param rows those that can overlap the range */
export function sharesOfRows(
  { start, end, runEnd, head, tail }: SlicesColumns,
  rows: { readonly first: number; readonly end: number },
  a: number,
  b: number,
  parts: number,
): LaneShares {
  const shares = emptyShares(parts);
  const { covered, running, measured } = shares;
  const scale = parts / (b - a);
  let reach = -Infinity;
  for (let row = rows.first; row < rows.end; row++) {
    const from = (start[row]! - a) * scale;
    const to = (end[row]! - a) * scale;
    const called = (runEnd[row]! - a) * scale;
    const share = head[row]!;
    const part = from | 0;
    if (from >= reach && called === to && from >= 0 && to < parts && part === (to | 0) && share === share) {
      // Most rows: one call within one part, behind all others. (A share that is not itself is NaN: not measured.)
      const length = to - from;
      covered[part]! += length;
      running[part]! += length * share;
      measured[part]! += length;
    } else {
      add(covered, Math.max(from, reach), to, 1);
      addMeasured(shares, from, called, share);
      addMeasured(shares, called, to, tail[row]!);
    }
    if (to > reach) reach = to;
  }
  return shares;
}

function addMeasured({ running, measured }: LaneShares, from: number, to: number, share: number): void {
  if (Number.isNaN(share) || to <= from) return;
  add(running, from, to, share);
  add(measured, from, to, 1);
}

/** Adds what [from, to) takes of each part, times `weight`. Both in parts. */
function add(into: Float64Array, from: number, to: number, weight: number): void {
  const low = Math.max(from, 0);
  const high = Math.min(to, into.length);
  if (high <= low) return;
  const first = Math.min(into.length - 1, Math.floor(low));
  const last = Math.min(into.length - 1, Math.floor(high));
  if (first === last) {
    into[first]! += (high - low) * weight;
    return;
  }
  into[first]! += (first + 1 - low) * weight;
  for (let part = first + 1; part < last; part++) into[part]! += weight;
  into[last]! += (high - last) * weight;
}
