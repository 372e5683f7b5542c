import { stateFlags, type ThreadState } from '../../core/trace/track';
import { HeldPieces } from './held-pieces';
import { RunAccount } from './run-account';
import type { SchedulerSink } from './sink';
import { SwitchCost } from './switch-cost';
import { waterLevel } from './water-level';

/** Why a thread waits: the states that are no running and no wanting to. */
export type WaitReason = Exclude<ThreadState, 'running' | 'runnable'>;

/** What the kernel says of a thread at a time, ns; null: it can't be asked. */
interface Account {
  /** Waited for a core, up to its last turn on one. */
  readonly wanted: number | null;
  /** On a core; of one that is on a core now, up to a tick late. */
  readonly ran: number | null;
  readonly at: number;
}

/**
 * One thread: what it does now, and since when. What it did is handed on with a delay, until the kernel's account tells
 * for how much of its waits it was awake already and wanted a core:
 *
 *     switched out          woken         switched in
 *        |── blocked ─────────|── runnable ──|           the switch records do not tell where the middle is
 *        |── blocked ──────────── estimated ─|           schedstat tells how much of all waits it was
 */
export class ThreadTrack {
  readonly pid: number;
  readonly tid: number;
  /** Whoever follows it has a list of those that changed: it is on it. */
  isChanged = false;
  readonly #sink: SchedulerSink;
  /**
   * It wants a core from its first moment on. `unheard`: it was there before it was watched; what it did since then is
   * known as soon as it does something else.
   */
  #state: 'running' | 'runnable' | 'blocked' | 'unknown' | 'unheard' = 'runnable';
  /** Of an unheard one: it ran, or wanted to. */
  #isReady = false;
  #since: number;
  #core: number | null = null;
  /** What it was seen to wait for, and when that was: the wait may have ended, and another begun, before we know of it. */
  #seen: { readonly at: number; readonly reason: WaitReason } | null = null;
  #lastReason: WaitReason | null = null;
  /** What it did; not handed on yet. */
  readonly #held = new HeldPieces();
  #account: Account | null = null;
  readonly #run: RunAccount;
  #stolenTold = 0;
  /** Up to when the account had been looked at. */
  #lookedAt: number;
  /** Of the account: told already, ns. */
  #wantedTold = 0;
  /** The account up to the end of the first piece, which was kept back; null: none was. */
  #wantedOfHeld: number | null = null;
  /** The account holds time of which is not known what it was: it counts from the next look on. */
  #isAccountLost = false;

  /** @param cost of a switch in this run, as far as it is known */
  constructor(pid: number, tid: number, at: number, sink: SchedulerSink, cost = new SwitchCost()) {
    this.pid = pid;
    this.tid = tid;
    this.#since = this.#lookedAt = at;
    this.#sink = sink;
    this.#run = new RunAccount(new SwitchCost(cost));
  }

  get state(): 'running' | 'runnable' | 'blocked' | 'unknown' | 'unheard' {
    return this.#state;
  }

  /** The core it is on; null: on none. */
  get core(): number | null {
    return this.#core;
  }

  get since(): number {
    return this.#since;
  }

  /** It waits, and nobody knows for what. */
  get isUnexplained(): boolean {
    const waits = this.#state === 'blocked' || (this.#state === 'unheard' && !this.#isReady);
    return waits && (this.#seen === null || this.#seen.at < this.#since);
  }

  /** When it was last seen waiting; ns. */
  get seenAt(): number {
    return this.#seen?.at ?? -Infinity;
  }

  /** There is something to hand on. */
  get isHolding(): boolean {
    return this.#held.length > 0 || this.#account !== null;
  }

  /** There is something to hand on, or its core may be taken away, and the kernel has not been asked about it. */
  get needsAccount(): boolean {
    return this.#account === null && (this.#held.length > 0 || this.#state === 'running');
  }

  /** What the kernel's account of its time on a core is at a time, ns; null: not known. */
  ranBy(at: number): number | null {
    const { total } = this.#run;
    return total === null ? null : total + this.#running(at);
  }

  /** It was seen waiting for something. */
  explain(reason: WaitReason, at: number): void {
    this.#seen = { at, reason };
  }

  /** It was there before it was watched. @param isReady it ran, or wanted to */
  begunUnheard(isReady: boolean): void {
    this.#state = 'unheard';
    this.#isReady = isReady;
  }

  /** What it does was lost; it was looked at, and nothing has been heard of it since. */
  foundAt(at: number, isReady: boolean): void {
    if (this.#state !== 'unknown' || this.#since >= at) return;
    this.#close(at, false);
    this.begunUnheard(isReady);
  }

  switchTo(state: 'running' | 'runnable' | 'blocked' | 'unknown', at: number, core: number | null): void {
    if (this.#state === 'unheard') this.#hear(state, core);
    this.#close(at, state === 'running');
    this.#state = state;
    this.#core = state === 'running' ? core : null;
  }

  /**
   * What the account held before it was watched is none of its doing. Null: it is not known.
   *
   * @param isLoose it may have run a little more before
   */
  begunWith(wanted: number | null, ran: number | null = null, isLoose = false): void {
    this.#wantedTold = wanted ?? 0;
    this.#isAccountLost = wanted === null;
    this.#run.begunWith(ran, isLoose);
  }

  /** What the kernel says of it; told of once all records up to then have been taken. */
  accountIs(wanted: number | null, at: number, ran: number | null = null): void {
    this.#account = { wanted, ran, at };
  }

  /** Hands on what the account is known of. @param horizon up to here all records have been taken */
  settle(horizon: number): void {
    if (this.#account === null || this.#account.at > horizon) return;
    const { wanted, ran, at } = this.#account;
    const held = this.#held;
    this.#account = null;
    let count = 0;
    while (count < held.length && held.endOf(count) <= at) count++;
    const isRunning = count < held.length ? held.stateOf(count) === 'running' : this.#state === 'running';
    // How long the switch to a turn took is known when the turn is told: what was before it waits.
    const isSwitch = ran !== null && isRunning && count > 0 && held.stateOf(count - 1) !== 'running';
    const told = isSwitch ? count - 1 : count;
    this.#wantedOfHeld = isSwitch ? wanted : null;
    const isKnown = count < held.length || (this.#state !== 'unheard' && this.#state !== 'unknown');
    if (ran === null) this.#run.guess(held, told);
    else if (isKnown) this.#run.take({ ran, recorded: this.#running(at), isRunning }, held, told);
    this.#tellStolen(at);
    this.#tell(told, wanted);
  }

  /** Hands on everything: nothing more can be asked about it. */
  finish(): void {
    this.settle(Infinity);
    this.#run.finish(this.#held);
    this.#tellStolen(this.#since);
    if (this.#wantedOfHeld !== null) this.#tell(1, this.#wantedOfHeld);
    this.#tell(this.#held.length, null);
  }

  /** ns that it ran up to a time, as far as that is not told. */
  #running(until: number): number {
    const held = this.#held;
    let ran = this.#state === 'running' ? Math.max(0, until - this.#since) : 0;
    for (let piece = 0; piece < held.length; piece++) {
      if (held.stateOf(piece) !== 'running') continue;
      ran += Math.max(0, Math.min(until, held.endOf(piece)) - held.startOf(piece));
    }
    return ran;
  }

  /** Somewhere since the account was looked at before. */
  #tellStolen(until: number): void {
    // A thread may end before the time of the last look at it.
    const at = Math.max(until, this.#lookedAt);
    const { stolen } = this.#run;
    if (stolen > this.#stolenTold) {
      this.#sink.stolen?.(this.tid, this.#lookedAt, at, stolen - this.#stolenTold);
      this.#stolenTold = stolen;
    }
    this.#lookedAt = at;
  }

  /** What goes on now is told up to a time, and goes on. */
  cut(at: number): void {
    if (this.#state === 'unheard') {
      // Nothing was heard of it: it went on with what it did, and nobody wants a core for so long without a turn.
      this.#state = this.#isReady ? 'running' : 'blocked';
    }
    this.#close(at, false);
  }

  /** No record before this one: it has done one thing since it was first seen. */
  #hear(next: 'running' | 'runnable' | 'blocked' | 'unknown', core: number | null): void {
    if (next === 'running') this.#state = this.#isReady ? 'runnable' : 'blocked';
    else if (next === 'unknown') this.#state = this.#isReady ? 'unknown' : 'blocked';
    else {
      this.#state = 'running';
      this.#core = core;
    }
  }

  #close(at: number, isOver: boolean): void {
    const start = this.#since;
    if (at <= start) return;
    this.#since = at;
    const core = this.#core;
    const state = this.#state === 'unheard' ? 'unknown' : this.#state;
    if (state !== 'blocked') {
      this.#held.add(start, at, state, core, 0, state === 'unknown' ? 'lost' : 'known');
      return;
    }
    const seen = this.#seen !== null && this.#seen.at >= start && this.#seen.at <= at ? this.#seen.reason : null;
    const flags = seen === null && this.#lastReason !== null ? stateFlags.inferred : 0;
    this.#lastReason = seen ?? this.#lastReason;
    const reason = this.#lastReason ?? 'unknown';
    this.#held.add(start, at, reason, core, flags, isOver ? 'woken' : 'known');
  }

  /** Hands on the first ones. */
  #tell(count: number, wanted: number | null): void {
    const held = this.#held;
    for (let piece = 0; piece < count; piece++) {
      const length = held.endOf(piece) - held.startOf(piece);
      if (held.stateOf(piece) === 'runnable') this.#wantedTold += length;
      else if (held.stateOf(piece) === 'running') this.#run.told(length);
      else if (held.kindOf(piece) === 'lost') {
        this.#isAccountLost = true;
        this.#run.lose();
      }
    }
    const owed = wanted === null || this.#isAccountLost ? 0 : wanted - this.#wantedTold;
    // A queue does not ask how long somebody slept: each wait ends with as much of it as another, if it was that long.
    const most = owed <= 0 ? 0 : waterLevel(lengthsOfWoken(held, count), owed);
    for (let piece = 0; piece < count; piece++) {
      const start = held.startOf(piece);
      const end = held.endOf(piece);
      const late = most > 0 && held.kindOf(piece) === 'woken' ? Math.min(end - start, most) : 0;
      this.#wantedTold += late;
      // Less than a µs is the switch itself.
      const from = late < 1000 ? end : end - late;
      if (from > start) {
        this.#sink.interval(this.tid, start, from, held.stateOf(piece), held.coreOf(piece), held.flagsOf(piece));
      }
      if (end > from) this.#sink.interval(this.tid, from, end, 'runnable', null, stateFlags.estimated);
    }
    held.drop(count);
    if (wanted === null || !this.#isAccountLost) return;
    this.#wantedTold = wanted;
    this.#isAccountLost = false;
  }
}

/** How long each of the first pieces was at whose end a core took the thread up. */
function lengthsOfWoken(held: HeldPieces, count: number): Float64Array {
  const lengths = new Float64Array(count);
  for (let piece = 0; piece < count; piece++)
    if (held.kindOf(piece) === 'woken') lengths[piece] = held.endOf(piece) - held.startOf(piece);
  return lengths;
}
