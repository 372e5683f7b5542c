import { readFileSync } from 'node:fs';
import { quoted } from '../../core/base/quote-words';

/** Longer ones are cut: nobody reads them. */
const mostLine = 4000;

/** The words of a process (Linux) as a shell takes them; null: it has none, or they can't be read. */
export function lineOf(pid: number): string | null {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0+$/, '').split('\0');
    if (words.join('').trim() === '') return null;
    // A program that has written a title over its words is shown as it wants to be.
    const line = words.length === 1 ? words[0]!.trim() : quoted(words);
    return line.slice(0, mostLine);
  } catch {
    return null;
  }
}
