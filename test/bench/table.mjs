/** Rows (`row.mjs`) as aligned text. */
export function formatTable(rows) {
  const cells = rows.map((row) => [row.what, amount(row), budget(row), verdict(row), row.note]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map(([what, value, limit, judged, note]) =>
      [what.padEnd(widths[0]), value.padStart(widths[1]), limit.padEnd(widths[2]), judged.padEnd(widths[3]), note]
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join('\n');
}

const amount = ({ value, unit }) => (value === null ? 'not available' : `${formatNumber(value)} ${unit}`.trim());

function budget({ budget, unit }) {
  if (budget === null) return '';
  return budget.max !== undefined
    ? `≤ ${formatNumber(budget.max)} ${unit}`.trim()
    : `≥ ${formatNumber(budget.min)} ${unit}`.trim();
}

const verdict = ({ met }) => (met === null ? '' : met ? 'met' : 'MISSED');

const formatNumber = (value) =>
  new Intl.NumberFormat('en', { maximumSignificantDigits: Math.abs(value) >= 1000 ? 4 : 3 }).format(value);
