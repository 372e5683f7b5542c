import { useCallback, useEffect, useState } from 'react';
import { raceSpeed } from './race';

export interface Race {
  /** Nanos of recorded time; null: no race. */
  readonly now: number | null;
  readonly speed: number;
  readonly isRunning: boolean;
  /** From the start; or on from where it was held. */
  readonly toggle: () => void;
  readonly stop: () => void;
}

interface RaceState {
  readonly now: number | null;
  readonly isRunning: boolean;
}

const still: RaceState = { now: null, isRunning: false };

/** One clock for all runs. @param length Nanos of the longest run */
export function useRace(length: number): Race {
  const [{ now, isRunning }, setState] = useState<RaceState>(still);
  const speed = raceSpeed(length / 1e6);
  useEffect(() => {
    if (!isRunning) return undefined;
    let last = performance.now();
    let frame = 0;
    const step = (): void => {
      const elapsed = performance.now() - last;
      last += elapsed;
      setState((state) => {
        const next = Math.min(length, (state.now ?? 0) + elapsed * 1e6 * speed);
        return { now: next, isRunning: next < length };
      });
      frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [isRunning, length, speed]);
  const toggle = useCallback(() => {
    setState((state) => {
      if (state.isRunning) return { ...state, isRunning: false };
      return { now: state.now === null || state.now >= length ? 0 : state.now, isRunning: true };
    });
  }, [length]);
  const stop = useCallback(() => setState(still), []);
  return { now, speed, isRunning, toggle, stop };
}
