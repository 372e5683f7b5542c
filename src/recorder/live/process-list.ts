import { LinuxProcesses } from './linux-processes';
import { PortableProcesses } from './portable-processes';
import type { LiveProcess } from '../../core/protocol/recorder';

export const mostProcesses = 12;

export interface ProcessList {
  readonly periodMs: number;
  /** The busiest processes since the last call, busiest first; null at the first call, and while one is under way. */
  read(atMs: number): Promise<readonly LiveProcess[] | null>;
}

/** @param root the app (or the CLI): what is below it is our own. */
export function openProcessList(root = process.ppid, platform = process.platform): ProcessList {
  return platform === 'linux' ? new LinuxProcesses(root) : new PortableProcesses(root);
}
