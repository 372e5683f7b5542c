import { visibleText } from '../../core/base/visible-text';
import type { Piece } from './wrap';
import type { Paint } from './paint';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Columns with higher numbers are left out first where the terminal is too narrow. */
  readonly expendable: number;
}

const gap = '  ';

/** Lines of a table that fits into `width`; a column whose cells are all empty is left out. */
export function tableLines(
  columns: readonly Column[],
  content: readonly (readonly Piece[])[],
  width: number,
  paint: Paint,
): string[] {
  // As long as they are drawn: columns stand under one another.
  const rows = content.map((row) => row.map(({ text, style }) => ({ text: visibleText(text), style })));
  const shown = fitting(columns, rows, width);
  const line = (cells: readonly Piece[]): string =>
    shown
      .map(({ index, column, size }) => {
        const { text, style } = cells[index]!;
        const space = ' '.repeat(size - text.length);
        return column.align === 'right' ? space + paint(text, style) : paint(text, style) + space;
      })
      .join(gap)
      .trimEnd();
  const head = columns.map(({ title }) => ({ text: title, style: 'dim' as const }));
  return [line(head), ...rows.map(line)];
}

interface Shown {
  readonly index: number;
  readonly column: Column;
  readonly size: number;
}

function fitting(columns: readonly Column[], rows: readonly (readonly Piece[])[], width: number): Shown[] {
  let shown = columns
    .map((column, index) => ({
      index,
      column,
      size: Math.max(column.title.length, ...rows.map((row) => row[index]!.text.length)),
    }))
    .filter(({ index }) => rows.some((row) => row[index]!.text !== ''));
  const total = (): number => shown.reduce((sum, { size }) => sum + size + gap.length, -gap.length);
  while (total() > width) {
    const worst = shown.reduce((a, b) => (b.column.expendable > a.column.expendable ? b : a));
    if (worst.column.expendable === 0) break;
    shown = shown.filter((each) => each !== worst);
  }
  return shown;
}
