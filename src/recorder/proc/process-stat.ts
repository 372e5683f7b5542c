import { readdirSync } from 'node:fs';
import { readProcLine } from './proc-file';

/** What `/proc/PID/stat` says of a process. */
export interface ProcessStat {
  readonly pid: number;
  readonly name: string;
  readonly state: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  /** User and system time of all its threads, in kernel ticks of 10 ms. */
  readonly ticks: number;
  /** In ticks since boot: with the pid it is one process for ever, as pids are used again. */
  readonly startedAt: number;
  readonly residentPages: number;
  /** It is on its way out: it has given up its memory, perhaps, and is no zombie yet. */
  readonly isEnding: boolean;
}

/** Of the flags of a process (`PF_EXITING`). */
const exiting = 4;

/** The name is in parentheses and may hold parentheses and spaces itself: fields are counted from the last `)`. */
export function parseProcessStat(line: string): ProcessStat | null {
  const open = line.indexOf('(');
  const close = line.lastIndexOf(')');
  if (open < 0 || close < open) return null;
  const fields = line.slice(close + 2).split(' ');
  // proc(5) counts from 1, and the first field here is its third.
  const field = (number: number): number => Number(fields[number - 3]);
  return {
    pid: Number(line.slice(0, open)),
    name: line.slice(open + 1, close),
    state: fields[0]!,
    parent: field(4),
    group: field(5),
    session: field(6),
    ticks: field(14) + field(15),
    startedAt: field(22),
    residentPages: field(24),
    isEnding: (field(9) & exiting) !== 0,
  };
}

/** All processes there are (Linux); about 10 µs each. None where there is no /proc. */
export function allProcesses(): ProcessStat[] {
  return namesOf('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const line = readProcLine(`/proc/${name}/stat`);
    const stat = line === null ? null : parseProcessStat(line);
    return stat ?? [];
  });
}

function namesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** `roots` that are alive and everything below them, parents before children. */
export function familyOf(roots: readonly number[], processes: readonly ProcessStat[]): ProcessStat[] {
  const children = new Map<number, ProcessStat[]>();
  for (const stat of processes) {
    const siblings = children.get(stat.parent);
    if (siblings === undefined) children.set(stat.parent, [stat]);
    else siblings.push(stat);
  }
  const family = processes.filter(({ pid }) => roots.includes(pid));
  const seen = new Set(family);
  for (const { pid } of family) {
    for (const child of children.get(pid) ?? []) {
      if (seen.has(child)) continue;
      seen.add(child);
      family.push(child);
    }
  }
  return family;
}
