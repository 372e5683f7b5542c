import { stateFlags, type ThreadState } from '../../core/trace/track';
import type { SchedulerSink } from './sink';

/** Why a thread waits: the states that are no running and no wanting to. */
export type WaitReason = Exclude<ThreadState, 'running' | 'runnable'>;

interface Wait {
  readonly start: number;
  readonly end: number;
  readonly reason: WaitReason;
  readonly flags: number;
}

/**
 * One thread: what it does now, and since when. Its waits are handed on with a delay, until the kernel's account tells
 * how much of them it was awake already and wanted a core:
 *
 *     switched out          woken         switched in
 *        |── blocked ─────────|── runnable ──|           the switch records do not tell where the middle is
 *        |── blocked ──────────── estimated ─|           schedstat tells how much of all waits it was
 */
export class ThreadTrack {
  readonly pid: number;
  readonly tid: number;
  readonly #sink: SchedulerSink;
  /** It wants a core from its first moment on. */
  #state: 'running' | 'runnable' | 'blocked' | 'unknown' = 'runnable';
  #since: number;
  #core: number | null = null;
  /** What it was seen to wait for, and when that was: the wait may have ended, and another begun, before we know of it. */
  #seen: { readonly at: number; readonly reason: WaitReason } | null = null;
  #lastReason: WaitReason | null = null;
  /** Not handed on yet, with everything that came behind the first of them. */
  #held: (
    | Wait
    | { readonly start: number; readonly end: number; readonly state: ThreadState; readonly core: number | null }
  )[] = [];
  /** Time it wanted a core, as far as the records tell, since the account was last looked at. */
  #preempted = 0;

  constructor(pid: number, tid: number, at: number, sink: SchedulerSink) {
    this.pid = pid;
    this.tid = tid;
    this.#since = at;
    this.#sink = sink;
  }

  get state(): 'running' | 'runnable' | 'blocked' | 'unknown' {
    return this.#state;
  }

  get since(): number {
    return this.#since;
  }

  /** It waits, and nobody knows for what. */
  get isUnexplained(): boolean {
    return this.#state === 'blocked' && (this.#seen === null || this.#seen.at < this.#since);
  }

  /** There are waits whose ends may have been something else. */
  get holdsWaits(): boolean {
    return this.#held.length > 0;
  }

  /** It was seen waiting for something. */
  explain(reason: WaitReason, at: number): void {
    this.#seen = { at, reason };
  }

  switchTo(state: 'running' | 'runnable' | 'blocked' | 'unknown', at: number, core: number | null): void {
    this.#close(at);
    this.#state = state;
    this.#core = state === 'running' ? core : null;
  }

  /**
   * Hands on everything up to now.
   *
   * @param wanted ns it waited for a core since the last call, by the kernel's account; null: not known
   */
  settle(wanted: number | null): void {
    const late = wanted === null ? 0 : Math.max(0, wanted - this.#preempted);
    this.#preempted = 0;
    const held = this.#held;
    this.#held = [];
    let waited = 0;
    for (const piece of held) if ('reason' in piece) waited += piece.end - piece.start;
    // No wait is told more than another: each gives the same share of itself.
    const share = waited === 0 ? 0 : Math.min(1, late / waited);
    for (const piece of held) {
      if (!('reason' in piece)) this.#sink.interval(this.tid, piece.start, piece.end, piece.state, piece.core, 0);
      else this.#tell(piece, piece.end - (piece.end - piece.start) * share);
    }
  }

  /** What goes on now is told up to a time, and goes on. */
  cut(at: number): void {
    this.#close(at);
  }

  #close(at: number): void {
    const start = this.#since;
    if (at <= start) return;
    this.#since = at;
    const state = this.#state;
    if (state === 'blocked') {
      const seen = this.#seen !== null && this.#seen.at >= start && this.#seen.at <= at ? this.#seen.reason : null;
      const flags = seen === null && this.#lastReason !== null ? stateFlags.inferred : 0;
      this.#lastReason = seen ?? this.#lastReason;
      this.#held.push({ start, end: at, reason: this.#lastReason ?? 'unknown', flags });
      return;
    }
    if (state === 'runnable') this.#preempted += at - start;
    if (this.#held.length > 0) this.#held.push({ start, end: at, state, core: this.#core });
    else this.#sink.interval(this.tid, start, at, state, this.#core, 0);
  }

  #tell({ start, end, reason, flags }: Wait, woken: number): void {
    // Less than a µs is the switch itself.
    const from = end - woken < 1000 ? end : woken;
    if (from > start) this.#sink.interval(this.tid, start, from, reason, null, flags);
    if (end > from) this.#sink.interval(this.tid, from, end, 'runnable', null, stateFlags.estimated);
  }
}
