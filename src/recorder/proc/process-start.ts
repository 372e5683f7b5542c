import { uptime } from 'node:os';
import { parseProcessStat } from './process-stat';
import { readProcLine } from './proc-file';

/** Starts are told in ticks of 10 ms since boot; and who watches learns of a process a moment after its start. */
const tickNs = 10_000_000n;
const slackNs = 20_000_000n;

/** With its start a process number is one process for ever. In ticks since boot; null: there is none, or nobody tells. */
export function startOf(pid: number): number | null {
  const line = readProcLine(`/proc/${pid}/stat`);
  return (line === null ? null : parseProcessStat(line))?.startedAt ?? null;
}

/**
 * Whether the process that has a number now was there at a time already: else the number was given to another one since then.
 *
 * @param atNs CLOCK_MONOTONIC
 */
export function startedBy(pid: number, atNs: bigint, start = startOf(pid)): boolean {
  if (start === null) return false;
  // Starts count while the machine is suspended, the clock does not.
  const bootedNs = process.hrtime.bigint() - BigInt(Math.round(uptime() * 1e9));
  return bootedNs + BigInt(start) * tickNs <= atNs + slackNs;
}
