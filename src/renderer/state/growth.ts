import { create } from 'zustand';
import type { RunKey } from './run-key';

/** What a run takes on disk. */
export interface Growth {
  readonly bytes: number;
  /** Since the last time it was told; null: not yet known. */
  readonly bytesASecond: number | null;
  readonly at: number;
}

/** Of the run that goes on; null: nothing was saved yet. */
export const useGrowth = create<{ readonly run: RunKey | null; readonly growth: Growth | null }>(() => ({
  run: null,
  growth: null,
}));

export function receiveSaved(run: RunKey, bytes: number, at = performance.now()): void {
  useGrowth.setState((last) => {
    const before = last.run === run ? last.growth : null;
    const bytesASecond = before === null || at <= before.at ? null : (1000 * (bytes - before.bytes)) / (at - before.at);
    return { run, growth: { bytes, bytesASecond, at } };
  });
}
