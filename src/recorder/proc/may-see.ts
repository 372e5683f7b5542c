import { readlinkSync } from 'node:fs';

/**
 * Whether the kernel lets us look into a process (Linux): it asks for the same before it gives its records of it
 * (PTRACE_MODE_READ, ptrace(2)). True of one that is gone.
 */
export function maySee(pid: number): boolean {
  try {
    readlinkSync(`/proc/${pid}/exe`);
    return true;
  } catch (error) {
    return !['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}
