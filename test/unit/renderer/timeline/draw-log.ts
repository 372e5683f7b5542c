import type { DrawList } from '../../../../src/renderer/timeline/draw-list';
import { colourNames, patternNames } from '../../../../src/renderer/timeline/colours';

/** One line a rectangle: `running 118..218 52+15`, with opacity and pattern where they are not the usual. */
export function drawLog({ rects, texts }: DrawList, only?: readonly string[]): string[] {
  const lines: string[] = [];
  for (let at = 0; at < rects.count; at++) {
    const name = colourNames[rects.colour[at]!]!;
    if (only !== undefined && !only.includes(name)) continue;
    const opacity = rects.opacity[at] === 255 ? '' : ` ${Math.round((rects.opacity[at]! / 255) * 100)}%`;
    const pattern = rects.pattern[at] === 0 ? '' : ` ${patternNames[rects.pattern[at]!]}`;
    const x = rects.x[at]!;
    const y = rects.y[at]!;
    lines.push(`${name}${pattern}${opacity} ${x}..${x + rects.w[at]!} ${y}+${rects.h[at]!}`);
  }
  if (only === undefined || only.includes('text')) {
    for (let at = 0; at < texts.count; at++) lines.push(`text ${texts.x[at]!},${texts.y[at]!} ${texts.text[at]}`);
  }
  return lines;
}

const marks: Readonly<Record<string, string>> = {
  running: '#',
  waiting: '-',
  startup: 's',
  idle: '.',
  unmeasured: '?',
  alarm: '!',
  accent: '|',
  runnable: '=',
  io: 'i',
  lock: 'l',
  gil: 'g',
  sleep: 'z',
};

/** The picture as text: a character is `width` × `height` px, taken at its middle; what is painted last wins. */
export function picture(
  { rects }: DrawList,
  area: { x: number; y: number; columns: number; rows: number; width: number; height: number },
): string[] {
  const grid = Array.from({ length: area.rows }, () => Array<string>(area.columns).fill(' '));
  for (let at = 0; at < rects.count; at++) {
    const mark = marks[colourNames[rects.colour[at]!]!];
    if (mark === undefined) continue;
    for (let row = 0; row < area.rows; row++) {
      const y = area.y + (row + 0.5) * area.height;
      if (y < rects.y[at]! || y >= rects.y[at]! + rects.h[at]!) continue;
      for (let column = 0; column < area.columns; column++) {
        const x = area.x + (column + 0.5) * area.width;
        if (x < rects.x[at]! || x >= rects.x[at]! + rects.w[at]!) continue;
        const strength = rects.opacity[at]! / 255;
        grid[row]![column] = mark === '#' && strength < 0.5 ? (strength < 0.2 ? ',' : '+') : mark;
      }
    }
  }
  return grid.map((row) => row.join('').trimEnd());
}
