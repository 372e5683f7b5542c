const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** A bar of `cells` columns (fractions allowed), drawn to an eighth of a column. */
export function bar(cells: number): string {
  if (!(cells > 0)) return '';
  const units = Math.round(cells * 8);
  // What is there is seen, however short.
  return '█'.repeat(Math.floor(units / 8)) + eighths[units % 8]! || '▏';
}
