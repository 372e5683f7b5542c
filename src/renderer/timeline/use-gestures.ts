import { useEffect, useRef, type RefObject } from 'react';
import type { TimeRange } from '../../core/trace/time-range';
import type { Arrangement } from './arrange-bands';
import { ordered } from './commands';
import { setCursor, setDrag } from './cursor';
import { hitTest, type Hit } from './hit-test';
import { scaleOf } from './layout-timeline';
import { nanosPerPx, panBy, timeAt } from './viewport';
import { turn } from './wheel';

/** All that gestures look at and change; always the newest. */
export interface GestureTarget {
  readonly arrangement: Arrangement;
  readonly viewport: TimeRange;
  readonly whole: TimeRange;
  readonly selection: TimeRange | null;
  readonly onViewport: (viewport: TimeRange | null, animated: boolean) => void;
  readonly onSelection: (selection: TimeRange | null) => void;
  readonly onPick: (hit: Hit) => void;
}

/** A drag begins behind so many px: a hand is not still. */
const dragThreshold = 4;

/** Wheel, pinch, drag, double click and pointer on the scrolled area of a timeline. */
export function useGestures(area: RefObject<HTMLElement | null>, target: GestureTarget): void {
  const newest = useRef(target);
  useEffect(() => {
    newest.current = target;
  });
  useEffect(() => {
    const element = area.current;
    return element === null ? undefined : listen(element, () => newest.current);
  }, [area]);
}

const isControl = (event: Event): boolean =>
  event.target instanceof Element && event.target.closest('button, a, input') !== null;

type Drag =
  | { readonly kind: 'select'; readonly from: number; readonly x: number; moved: boolean }
  | { readonly kind: 'pan'; readonly viewport: TimeRange; readonly x: number };

/** @returns stops listening. */
function listen(element: HTMLElement, target: () => GestureTarget): () => void {
  const ending = new AbortController();
  const options = { signal: ending.signal };
  let drag: Drag | null = null;
  let spaceHeld = false;

  const point = (event: MouseEvent): { x: number; y: number } => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const isOverPlot = (x: number): boolean => x >= target().arrangement.left;
  const wheel = (event: WheelEvent): void => {
    const { x } = point(event);
    if (!isOverPlot(x) && !event.ctrlKey) return;
    event.preventDefault();
    const { arrangement, viewport, whole, onViewport } = target();
    onViewport(turn(scaleOf(arrangement, viewport), x, event, whole), false);
  };

  const down = (event: PointerEvent): void => {
    const { x } = point(event);
    if (!isOverPlot(x) || isControl(event)) return;
    const { arrangement, viewport } = target();
    if (event.button === 1 || (event.button === 0 && spaceHeld)) {
      event.preventDefault();
      drag = { kind: 'pan', viewport, x };
    } else if (event.button === 0) {
      drag = { kind: 'select', from: timeAt(scaleOf(arrangement, viewport), x), x, moved: false };
    }
    if (drag !== null) element.setPointerCapture(event.pointerId);
  };

  const move = (event: PointerEvent): void => {
    const { x, y } = point(event);
    const { arrangement, viewport, whole, onViewport } = target();
    const scale = scaleOf(arrangement, viewport);
    const inPlot = Math.min(arrangement.left + arrangement.width, Math.max(arrangement.left, x));
    const time = timeAt(scale, inPlot);
    if (drag?.kind === 'pan') {
      onViewport(panBy(drag.viewport, (drag.x - x) * nanosPerPx(scale), whole), false);
    } else if (drag !== null && (drag.moved || Math.abs(x - drag.x) > dragThreshold)) {
      drag.moved = true;
      setDrag({ from: drag.from, to: time });
    }
    if (!isOverPlot(x) && drag === null) return setCursor(null);
    setCursor({ point: { x, y }, time, hit: hitTest(arrangement, viewport, x, y + element.scrollTop) });
  };

  const up = (event: PointerEvent): void => {
    const ended = drag;
    drag = null;
    setDrag(null);
    if (ended?.kind !== 'select') return;
    const { x, y } = point(event);
    const { arrangement, viewport, selection, onSelection, onPick } = target();
    const scale = scaleOf(arrangement, viewport);
    if (ended.moved) {
      const inPlot = Math.min(arrangement.left + arrangement.width, Math.max(arrangement.left, x));
      onSelection(ordered(ended.from, timeAt(scale, inPlot)));
      return;
    }
    const hit = hitTest(arrangement, viewport, x, y + element.scrollTop);
    if (hit !== null) onPick(hit);
    const isInside = selection !== null && ended.from >= selection.start && ended.from <= selection.end;
    if (!isInside && selection !== null) onSelection(null);
  };

  const cancel = (): void => {
    drag = null;
    setDrag(null);
  };

  const doubleClick = (event: MouseEvent): void => {
    if (!isOverPlot(point(event).x) || isControl(event)) return;
    const { selection, onViewport } = target();
    onViewport(selection, true);
  };

  element.addEventListener('wheel', wheel, { ...options, passive: false });
  element.addEventListener('pointerdown', down, options);
  element.addEventListener('pointermove', move, options);
  element.addEventListener('pointerup', up, options);
  element.addEventListener('pointercancel', cancel, options);
  element.addEventListener('pointerleave', () => (drag === null ? setCursor(null) : undefined), options);
  element.addEventListener('dblclick', doubleClick, options);
  // The middle button would begin to scroll.
  element.addEventListener('mousedown', (event) => (event.button === 1 ? event.preventDefault() : undefined), options);
  window.addEventListener('keydown', (event) => (spaceHeld ||= event.code === 'Space'), options);
  window.addEventListener('keyup', (event) => (spaceHeld &&= event.code !== 'Space'), options);
  return () => ending.abort();
}
