import type { RunningProcess } from '../../../core/protocol/recorder';

/** A process to choose; one that was only typed has a number and nothing else. */
export interface ProcessChoice {
  readonly pid: number;
  /** Null: it was typed, and is not listed. */
  readonly process: RunningProcess | null;
}

/**
 * Processes whose name, command line or number holds every word; a number that is nobody's of these may be chosen
 * all the same.
 */
export function findProcesses(processes: readonly RunningProcess[], text: string): ProcessChoice[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = processes
    .filter(({ pid, name, line }) => {
      const all = `${pid} ${name} ${line}`.toLowerCase();
      return words.every((word) => all.includes(word));
    })
    .map((process) => ({ pid: process.pid, process }));
  const typed = /^\s*[1-9]\d{0,8}\s*$/.test(text) ? Number(text) : null;
  if (typed === null) return found;
  const exact = found.filter(({ pid }) => pid === typed);
  // Whoever types a number means it before all that hold its digits.
  const first = exact.length > 0 ? exact : [{ pid: typed, process: null }];
  return [...first, ...found.filter(({ pid }) => pid !== typed)];
}

/** Keeps rows where they are while somebody points at them: what is new comes last, what has ended goes. */
export function inOldOrder(
  processes: readonly RunningProcess[],
  before: readonly RunningProcess[],
): readonly RunningProcess[] {
  const place = new Map(before.map(({ pid }, index) => [pid, index]));
  return processes.toSorted((a, b) => (place.get(a.pid) ?? Infinity) - (place.get(b.pid) ?? Infinity) || 0);
}

/** A command line in one line, without the folder of its program. */
export const shortLine = (line: string): string => line.replaceAll(/\s+/g, ' ').replace(/^(\S*\/)(?=[^/\s])/, '');
