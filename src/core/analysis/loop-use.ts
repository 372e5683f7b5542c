import type { EventLoopOutcome, RunOutcome } from '../trace/run';

/** A loop this busy leaves nothing to overlap. */
const busyShare = 0.9;
/** Of what the work itself does in that time: from here on it does nothing else. */
const nearlyAll = 0.95;
/** More than this share of its busy time is what it mostly did. */
const most = 0.5;

/**
 * What a loop that was busy nearly all the time did: `computing` on a core, `waiting` in blocking calls while nothing else
 * on it could go on, or `wanting` a core. `share`: of its busy time; where it computed or waited, of both together.
 */
export interface LoopUse {
  readonly kind: 'computing' | 'waiting' | 'wanting';
  readonly share: number;
  /** It did nothing else. */
  readonly always: boolean;
}

/** Null: the loop was idle for a part of the time, or what was measured doesn't tell. */
export function loopUse(loop: EventLoopOutcome, outcome: Pick<RunOutcome, 'workMs' | 'workCpuMs'>): LoopUse | null {
  const { workMs, workCpuMs } = outcome;
  if (!(workMs > 0)) return null;
  // All threads of the job together: where even that is little, the loop's own is less.
  const cpuMs = loop.cpuMs ?? workCpuMs;
  if (cpuMs === null) return null;
  if (loop.utilisation === null) return cpuMs >= busyShare * workMs ? use('computing', 1) : null;
  if (loop.utilisation < busyShare) return null;
  const busyMs = loop.utilisation * workMs;
  const computing = Math.min(1, cpuMs / busyMs);
  if (loop.runnableMs === undefined) return computing > most ? use('computing', computing) : null;
  const wanting = Math.min(1 - computing, loop.runnableMs / busyMs);
  const waiting = 1 - computing - wanting;
  if (wanting > most) return use('wanting', wanting);
  // A core that was wanted is the machine's affair: what the work itself does is the rest.
  if (computing > most) return use('computing', computing / (computing + waiting));
  return waiting > most ? use('waiting', waiting / (computing + waiting)) : null;
}

function use(kind: LoopUse['kind'], share: number): LoopUse {
  return { kind, share, always: share >= nearlyAll };
}
