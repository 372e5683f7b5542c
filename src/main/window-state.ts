import { z } from 'zod';

const integer = z.number().int();

export const windowStateSchema = z.object({
  x: integer,
  y: integer,
  width: integer.min(1),
  height: integer.min(1),
  maximised: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Smaller than this the timeline has no room. */
export const smallestWindow = { width: 880, height: 560 } as const;
const usualWindow = { width: 1280, height: 800 } as const;

/** So much of the title bar must lie on a display for a hand to grab it. */
const grip = { width: 120, height: 32 } as const;

/**
 * Where the window opens: where it was, as long as that can still be seen (a display may be gone), and never
 * larger than the display it lies on.
 *
 * @param workAreas of the displays, the primary one first.
 * @returns no position where the system shall choose one.
 */
export function placeWindow(
  saved: WindowState | null,
  workAreas: readonly Rectangle[],
): { x?: number; y?: number; width: number; height: number } {
  const display = saved === null ? undefined : workAreas.find((area) => canBeGrabbed(saved, area));
  const room = display ?? workAreas[0] ?? { x: 0, y: 0, ...usualWindow };
  const wanted = saved ?? usualWindow;
  const size = {
    width: Math.min(Math.max(wanted.width, smallestWindow.width), Math.max(room.width, smallestWindow.width)),
    height: Math.min(Math.max(wanted.height, smallestWindow.height), Math.max(room.height, smallestWindow.height)),
  };
  return saved === null || display === undefined ? size : { x: saved.x, y: saved.y, ...size };
}

function canBeGrabbed(window: Rectangle, area: Rectangle): boolean {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const height = Math.min(window.y + grip.height, area.y + area.height) - Math.max(window.y, area.y);
  return width >= grip.width && height >= grip.height;
}
