import { create } from 'zustand';
import { visibleDocument } from './visible';
import type { LiveProcess, LiveSample } from '../../core/protocol/recorder';

/** How much of the machine's past Home shows. */
export const liveWindowMs = 60_000;

interface LiveState {
  /** Grows with each sample: what the strip is drawn anew for. */
  readonly version: number;
  /** Busiest first; null until the first list has come (about a second). */
  readonly processes: readonly LiveProcess[] | null;
}

/** Oldest first, at most `liveWindowMs` of them. Outside of the store: 20 a second, drawn on a canvas. */
const samples: LiveSample[] = [];

export const useLive = create<LiveState>(() => ({ version: 0, processes: null }));

export const liveSamples = (): readonly LiveSample[] => samples;

export function receiveLive(sample: LiveSample): void {
  samples.push(sample);
  const oldest = sample.atMs - liveWindowMs - 1000;
  const kept = samples.findIndex(({ atMs }) => atMs >= oldest);
  // Shifted in lots: once for every second, not for every sample.
  if (kept > 20) samples.splice(0, kept);
  useLive.setState(({ version, processes }) => ({
    version: version + 1,
    processes: sample.processes === undefined ? processes : visibleDocument(sample.processes),
  }));
}
