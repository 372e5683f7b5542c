import { styleText } from 'node:util';

// styleText is not in every Node 20; without it, or when nobody looks, the text stays plain.
const coloured = Boolean(process.stderr.isTTY) && !process.env.NO_COLOR && typeof styleText === 'function';

export const paint = (style, text) => (coloured ? styleText(style, text) : text);

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
