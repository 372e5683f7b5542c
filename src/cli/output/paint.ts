import { visibleText } from '../../core/base/visible-text';

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

/** A piece of one line. What can't be seen in it is made visible: see `visibleText`. */
export type Paint = (text: string, style: Style | null) => string;

export function painter(colours: boolean): Paint {
  return (text, style) => {
    const visible = visibleText(text);
    if (!colours || style === null || text === '') return visible;
    const [on, off] = codes[style];
    return `\u001b[${on}m${visible}\u001b[${off}m`;
  };
}

/** Every sequence that `painter` makes. */
export const ownSequences: ReadonlySet<string> = new Set(
  Object.values(codes).flatMap((pair) => pair.map((code) => `\u001b[${code}m`)),
);
