import { useCallback, useEffect, useRef } from 'react';
import type { TimeRange } from '../../core/trace/time-range';
import { between } from './viewport';

/** Long enough to see where things go, short enough not to wait. */
const durationMs = 180;

/**
 * Sets a viewport at once, or in small steps. A step that is overtaken by another change is given up; people who
 * asked their system for less motion get none.
 */
export function useAnimatedViewport(
  current: TimeRange,
  whole: TimeRange,
  set: (viewport: TimeRange | null) => void,
): (viewport: TimeRange | null, animated: boolean) => void {
  const frame = useRef(0);
  const newest = useRef({ current, whole, set });
  useEffect(() => {
    newest.current = { current, whole, set };
  });
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  return useCallback((viewport, animated) => {
    cancelAnimationFrame(frame.current);
    const from = newest.current.current;
    if (!animated || matchMedia('(prefers-reduced-motion: reduce)').matches) return newest.current.set(viewport);
    const began = performance.now();
    const step = (): void => {
      const at = Math.min(1, (performance.now() - began) / durationMs);
      if (at >= 1) return newest.current.set(viewport);
      newest.current.set(between(from, viewport ?? newest.current.whole, 1 - (1 - at) ** 3));
      frame.current = requestAnimationFrame(step);
    };
    frame.current = requestAnimationFrame(step);
  }, []);
}
