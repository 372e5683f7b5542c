/** The beginning of a text with `…` at its end; a pair of surrogates stays whole. */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  if (maxLength < 1) return '';
  const last = text.charCodeAt(maxLength - 2);
  const end = maxLength - 1 - (last >= 0xd800 && last <= 0xdbff ? 1 : 0);
  return `${text.slice(0, Math.max(0, end))}…`;
}
