/*
 * Names and texts come from programs and files, and may hold anything: sequences that a terminal obeys, overrides of the
 * direction of text, characters without a width. Here they become something that can be seen and does nothing.
 */

/** Controls, format characters (bidi, zero width), lone surrogates, separators of lines, what is never drawn. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** Chooses between the two looks of a character. */
const variationSelectors = /[\u{FE00}-\u{FE0F}]/u;

/** One line: a control is drawn as its picture (`␛`), everything else that can't be seen as its number (`<U+202E>`). */
export const visibleText = (text: string): string => text.replaceAll(unseen, picture);

/** As `visibleText`, but lines stay lines, and tabs are spaces. */
export const visibleLines = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll('\t', '    ')
    .replaceAll(unseen, (character) => (character === '\n' ? character : picture(character)));

function picture(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  if (variationSelectors.test(character)) return character;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
