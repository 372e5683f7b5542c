import type { LiveSample } from '../../../core/protocol/recorder';

/** Busy shares for the pixels of the strip: `shares[core * columns + column]`; NaN where nothing was measured. */
export interface StripColumns {
  readonly columns: number;
  readonly cores: number;
  readonly shares: Float32Array;
}

/**
 * Means of the samples by pixel column. Each sample speaks for the window of `periodMs` before it, so a column
 * between two samples is not a gap.
 *
 * @param samples oldest first
 * @param windowMs how much time the columns span; the right edge is `nowMs`
 */
export function stripColumns(
  samples: readonly LiveSample[],
  nowMs: number,
  windowMs: number,
  columns: number,
): StripColumns {
  const cores = samples.at(-1)?.cores.length ?? 0;
  const sums = new Float32Array(cores * columns);
  const counts = new Uint16Array(columns);
  const start = nowMs - windowMs;
  const columnOf = (atMs: number): number => Math.floor(((atMs - start) / windowMs) * columns);
  for (const sample of samples) {
    const first = Math.max(0, columnOf(sample.atMs - sample.periodMs));
    const last = Math.min(columns - 1, columnOf(sample.atMs));
    for (let column = first; column <= last; column++) {
      counts[column]!++;
      for (let core = 0; core < cores; core++) sums[core * columns + column]! += sample.cores[core] ?? Number.NaN;
    }
  }
  for (let column = 0; column < columns; column++) {
    const count = counts[column]!;
    for (let core = 0; core < cores; core++) sums[core * columns + column]! /= count === 0 ? Number.NaN : count;
  }
  return { columns, cores, shares: sums };
}

/** Height of a core's row and the gap below it, whole pixels: 128 cores still have 2 px each. */
export function stripRows(cores: number, height: number): { readonly row: number; readonly gap: number } {
  if (cores === 0) return { row: 0, gap: 0 };
  const each = Math.max(2, Math.min(26, Math.floor(height / cores)));
  const gap = each >= 6 ? 2 : each >= 4 ? 1 : 0;
  return { row: each - gap, gap };
}
