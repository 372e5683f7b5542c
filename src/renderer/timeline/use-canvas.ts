import { useEffect, type RefObject } from 'react';
import type { DrawList } from './draw-list';
import { paint } from './paint';
import type { TimelineTheme } from './theme';

/**
 * Paints a canvas in the next animation frame after something it depends on has changed, and only then.
 *
 * @param layout what to paint; must be the same function as long as the picture is the same
 */
export function useCanvas(
  canvas: RefObject<HTMLCanvasElement | null>,
  width: number,
  height: number,
  theme: TimelineTheme,
  layout: () => DrawList,
): void {
  useEffect(() => {
    if (width <= 0 || height <= 0) return undefined;
    const frame = requestAnimationFrame(() => {
      const element = canvas.current;
      const context = element?.getContext('2d');
      if (element == null || context == null) return;
      const ratio = devicePixelRatio;
      const pixels = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
      if (element.width !== pixels.width || element.height !== pixels.height) Object.assign(element, pixels);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, width, height);
      paint(context, layout(), theme, ratio);
    });
    return () => cancelAnimationFrame(frame);
  }, [canvas, width, height, theme, layout]);
}
