/** A piece of a sentence; `strong` ones are what the eye should find first. */
export interface SentencePart {
  readonly text: string;
  readonly strong: boolean;
}

export type Sentence = readonly SentencePart[];

export const strong = (text: string): SentencePart => ({ text, strong: true });
export const plain = (text: string): SentencePart => ({ text, strong: false });

export function textOf(sentence: Sentence): string {
  return sentence.map((part) => part.text).join('');
}

export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A message as a sentence's end: without the full stop it may have brought. */
export const withoutStop = (message: string): string => message.trim().replace(/[.\s]+$/, '');
