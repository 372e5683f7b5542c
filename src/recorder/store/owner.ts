/*
 * Who records a comparison. The app and the CLI may have the same library open at the same time, so "still recording"
 * in a manifest does not mean that its recorder is dead. A pid alone does not tell either, as pids are used again:
 * with the time its process was started it does.
 */
import { hostname } from 'node:os';
import { z } from 'zod';
import { isAlive } from '../proc/is-alive';
import { readProcLine } from '../proc/proc-file';
import { parseProcessStat } from '../proc/process-stat';
import { readSmallText } from './open-regular';

const ownerSchema = z.object({
  pid: z.int().positive(),
  /** Clock ticks after boot; null where there is no /proc. */
  startedAt: z.number().nullable(),
  host: z.string().max(1000),
});
export type Owner = z.infer<typeof ownerSchema>;

const maxOwnerBytes = 10_000;

/** A recorder on another machine (a home folder on the network) that wrote nothing for so long is taken for dead. */
const silentForMs = 10 * 60_000;

export function thisOwner(pid = process.pid): Owner {
  return { pid, startedAt: startOf(pid), host: hostname() };
}

/** @param lastTouchedMs when the comparison was last written to, as `Date.now()`. */
export function ownerLives(owner: Owner, lastTouchedMs: number, nowMs = Date.now()): boolean {
  if (owner.host !== hostname()) return nowMs - lastTouchedMs < silentForMs;
  if (!isAlive(owner.pid)) return false;
  return owner.startedAt === null || owner.startedAt === startOf(owner.pid);
}

/** Null when there is none, or when it can't be understood: it was cut off by a crash. */
export async function readOwner(path: string): Promise<Owner | null> {
  try {
    return ownerSchema.parse(JSON.parse(await readSmallText(path, maxOwnerBytes)));
  } catch {
    return null;
  }
}

function startOf(pid: number): number | null {
  const line = readProcLine(`/proc/${pid}/stat`);
  // One that has ended and was not reaped yet (Z, X: proc(5)) records nothing any more.
  if (line === null || /\) [ZX] /.test(line)) return null;
  return parseProcessStat(line)?.startedAt ?? null;
}
