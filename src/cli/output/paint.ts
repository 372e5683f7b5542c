/** Styles by meaning. The blue is the window's accent, of the 256 colours that every terminal of today has. */
const codes = {
  strong: ['1', '22'],
  dim: ['2', '22'],
  accent: ['1;38;5;75', '22;39'],
  bar: ['38;5;75', '39'],
  quiet: ['38;5;244', '39'],
  good: ['32', '39'],
  hint: ['33', '39'],
  bad: ['1;31', '22;39'],
} as const;
export type Style = keyof typeof codes;

export type Paint = (text: string, style: Style | null) => string;

export function painter(colours: boolean): Paint {
  return (text, style) => {
    if (!colours || style === null || text === '') return text;
    const [on, off] = codes[style];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}
