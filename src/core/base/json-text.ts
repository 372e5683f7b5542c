/** What JSON leaves as it is, and a terminal or an editor obeys. */
const raw = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A document that does nothing where it is printed: the same data, with `\u…` for what is not seen. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, null, 2).replaceAll(raw, (character) => (character === '\n' ? character : escaped(character)));

/** One escape a UTF-16 unit: JSON has no others. */
const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
  ).join('');
