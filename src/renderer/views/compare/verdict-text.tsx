import type { ReactNode } from 'react';
import type { Sentence } from '../../../core/analysis/verdict/sentence';

/** Word joiners: a line may not end within an interval such as 3.62–3.78. */
const unbroken = (text: string): string => text.replaceAll('–', '\u2060–\u2060');

/** The verdict, with what the eye should find first in colour. */
export function VerdictText({ parts }: { readonly parts: Sentence }): ReactNode {
  return parts.map(({ text, strong }, index) => (strong ? <em key={index}>{unbroken(text)}</em> : unbroken(text)));
}
