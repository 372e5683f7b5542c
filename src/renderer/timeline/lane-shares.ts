import type { SlicesIndex } from '../../core/trace/slices-index';
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

/** Up to so many rows a part, adding them up is faster than asking the index, which adds up 32 on average. */
const rowsAPart = 64;

/** The shares of `parts` equal parts of [a, b). @param rows those that can overlap the range */
export function laneShares(
  columns: SlicesColumns,
  index: SlicesIndex,
  rows: { readonly first: number; readonly end: number },
  a: number,
  b: number,
  parts: number,
): LaneShares {
  return rows.end - rows.first <= parts * rowsAPart
    ? sharesOfRows(columns, rows, a, b, parts)
    : sharesOfIndex(index, a, b, parts);
}

function sharesOfIndex(index: SlicesIndex, a: number, b: number, parts: number): LaneShares {
  const shares = emptyShares(parts);
  const step = (b - a) / parts;
  for (let part = 0; part < parts; part++) {
    const share = index.share(a + step * part, a + step * (part + 1));
    shares.covered[part] = share.covered;
    shares.running[part] = share.running;
    shares.measured[part] = share.measured;
  }
  return shares;
}

function sharesOfRows(
  { start, end, runEnd, head, tail }: SlicesColumns,
  rows: { readonly first: number; readonly end: number },
  a: number,
  b: number,
  parts: number,
): LaneShares {
  const shares = emptyShares(parts);
  const step = (b - a) / parts;
  /** Adds what [from, to) takes of each part, times `weight`. */
  const add = (into: Float64Array, from: number, to: number, weight: number): void => {
    const low = Math.max(from, a);
    const high = Math.min(to, b);
    if (high <= low) return;
    const first = Math.min(parts - 1, Math.floor((low - a) / step));
    const last = Math.min(parts - 1, Math.floor((high - a) / step));
    if (first === last) {
      into[first]! += ((high - low) / step) * weight;
      return;
    }
    into[first]! += (first + 1 - (low - a) / step) * weight;
    for (let part = first + 1; part < last; part++) into[part]! += weight;
    into[last]! += ((high - a) / step - last) * weight;
  };
  let reach = -Infinity;
  for (let row = rows.first; row < rows.end; row++) {
    add(shares.covered, Math.max(start[row]!, reach), end[row]!, 1);
    reach = Math.max(reach, end[row]!);
    addShare(head[row]!, start[row]!, runEnd[row]!);
    addShare(tail[row]!, runEnd[row]!, end[row]!);
  }
  return shares;

  function addShare(share: number, from: number, to: number): void {
    if (Number.isNaN(share)) return;
    add(shares.running, from, to, share);
    add(shares.measured, from, to, 1);
  }
}

const emptyShares = (parts: number): LaneShares => ({
  covered: new Float64Array(parts),
  running: new Float64Array(parts),
  measured: new Float64Array(parts),
});
