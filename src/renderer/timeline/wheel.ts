import type { TimeRange } from '../../core/trace/time-range';
import { nanosPerPx, panBy, timeAt, zoomAt, type TimeScale } from './viewport';

/** Of a WheelEvent. */
export interface Wheel {
  readonly deltaX: number;
  readonly deltaY: number;
  /** 0 pixels, 1 lines, 2 pages. */
  readonly deltaMode: number;
  /** Also what the system says for a pinch. */
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
}

const pixelsOf = [1, 16, 400] as const;
/** A notch of a mouse wheel (100 px) zooms by 1.2. */
const zoomAPixel = Math.log(1.2) / 100;
/** A pinch comes as small steps. */
const pinchAPixel = 0.01;

/** The viewport after a turn of the wheel with the pointer at `x`: zooms, or moves when turned sideways or with shift. */
export function turn(scale: TimeScale, x: number, wheel: Wheel, whole: TimeRange): TimeRange {
  const pixels = pixelsOf[wheel.deltaMode as 0 | 1 | 2] ?? 1;
  const sideways = wheel.shiftKey || Math.abs(wheel.deltaX) > Math.abs(wheel.deltaY);
  if (sideways && !wheel.ctrlKey) {
    const delta = wheel.deltaX !== 0 ? wheel.deltaX : wheel.deltaY;
    return panBy(scale.viewport, delta * pixels * nanosPerPx(scale), whole);
  }
  const factor = Math.exp(wheel.deltaY * pixels * (wheel.ctrlKey ? pinchAPixel : zoomAPixel));
  return zoomAt(scale.viewport, timeAt(scale, x), factor, whole);
}
