import type { Paint, Style } from './paint';

export interface Piece {
  readonly text: string;
  readonly style: Style | null;
}

/** Breaks pieces of text into lines of at most `width` columns, each indented; words are never cut. */
export function wrap(pieces: readonly Piece[], width: number, indent: string, paint: Paint): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const { text, style } of pieces) {
    // Only plain spaces break; narrow no-break spaces hold numbers and units together.
    for (const word of text.split(/(?<= )/)) {
      const length = word.trimEnd().length;
      if (used > 0 && used + length > width - indent.length) {
        lines.push(indent + line.trimEnd());
        line = '';
        used = 0;
      }
      line += paint(word, style);
      used += word.length;
    }
  }
  if (used > 0) lines.push(indent + line.trimEnd());
  return lines;
}
