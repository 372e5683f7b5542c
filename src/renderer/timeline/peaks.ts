import { upperBound } from '../../core/base/binary-search';
import { decimate } from '../../core/trace/decimate';
import type { IndexedCounter } from './band';

/** The highest value that a stepped counter has in each of some equal parts of [a, b); 0 before its first step. */
export function peaksOf({ columns, index }: IndexedCounter, a: number, b: number, parts: number): Float64Array {
  const { max, last } = decimate(columns, index, a, b, parts);
  const before = upperBound(columns.time, a) - 1;
  let held = before < 0 ? 0 : columns.value[before]!;
  for (let part = 0; part < parts; part++) {
    max[part] = Number.isNaN(max[part]!) ? held : Math.max(held, max[part]!);
    if (!Number.isNaN(last[part]!)) held = last[part]!;
  }
  return max;
}
