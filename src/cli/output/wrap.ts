import { visibleText } from '../../core/base/visible-text';
import type { Paint, Style } from './paint';

export interface Piece {
  readonly text: string;
  readonly style: Style | null;
}

/** Breaks pieces of text into lines of at most `width` columns, each indented; words are never cut. */
export function wrap(pieces: readonly Piece[], width: number, indent: string, paint: Paint): string[] {
  const lines: Piece[][] = [[]];
  let used = 0;
  for (const { text, style } of pieces) {
    const line = visibleText(oneLine(text));
    // Only plain spaces break; narrow no-break spaces hold numbers and units together.
    for (const word of line.split(/(?<= )/)) {
      if (used > 0 && used + word.trimEnd().length > width - indent.length) {
        lines.push([]);
        used = 0;
      }
      add(lines.at(-1)!, word, style);
      used += word.length;
    }
  }
  return lines.filter((line) => line.length > 0).map((line) => indent + painted(line, paint));
}

/** Sentences of several lines are filled into those of the terminal. */
const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');

/** Words of one style are painted as one. */
function add(line: Piece[], word: string, style: Style | null): void {
  const last = line.at(-1);
  if (last?.style === style) line[line.length - 1] = { text: last.text + word, style };
  else line.push({ text: word, style });
}

function painted(line: readonly Piece[], paint: Paint): string {
  const last = line.length - 1;
  return line.map(({ text, style }, index) => paint(index === last ? text.trimEnd() : text, style)).join('');
}
