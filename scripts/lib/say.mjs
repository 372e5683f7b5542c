const coloured = process.stderr.isTTY && !process.env.NO_COLOR;
const codes = { bold: 1, yellow: 33, cyan: 36 };

// util.styleText is not in every Node 20.
const paint = (style, text) => (coloured ? `\x1b[${codes[style]}m${text}\x1b[0m` : text);

/** Progress and notes go to stderr, so that stdout stays the result's. */
export const say = (text) => process.stderr.write(`${text}\n`);

export const sayHeading = (text) => say(`\n${paint('bold', `== ${text}`)}`);

export const sayStep = (text) => say(`${paint('cyan', '•')} ${text}`);

/** A frame of stars: for what must not be overlooked. */
export function sayLoudly(lines) {
  const width = Math.max(...lines.map((line) => line.length));
  const bar = '*'.repeat(width + 4);
  say(paint('yellow', [bar, ...lines.map((line) => `* ${line.padEnd(width)} *`), bar].join('\n')));
}
