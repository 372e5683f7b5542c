import { readFileSync } from 'node:fs';

/** What a user is called, where the machine's own list has it; else `user 1000`. */
export function userName(uid: number, list = readList()): string {
  const entry = list.split('\n').find((line) => line.split(':')[2] === String(uid));
  return entry?.split(':')[0] ?? `user ${uid}`;
}

function readList(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}
