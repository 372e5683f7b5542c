import { stateFlags } from '../../../core/trace/track';
import type { SchedulerSink } from '../sink';
import type { WaitReason } from '../thread-track';
import { JoinedIntervals } from './joined-intervals';
import type { ThreadAccount } from './thread-files';

/** The account of a thread that runs is behind by up to this: the slowest tick that Linux is built with (100 Hz). */
const tickNs = 10e6;

/** Weight of the newest sample in means. */
const newest = 0.25;

/** What a sample found. */
export interface Sample {
  readonly at: number;
  readonly account: ThreadAccount;
  /** It runs, or wants to. */
  readonly isReady: boolean;
  readonly core: number;
  /** What it waits for; null: it does not, or it can't be asked. */
  readonly reason: WaitReason | null;
}

/**
 * One thread between samples: how long it ran, wanted to, and waited is the kernel's account; in which order is not known,
 * so an order is taken that fits what it did at both samples:
 *
 *     it was running or woken      |█ ran █|▒ wanted ▒|── waited ──|
 *     it waited, and is running    |── waited ──|▒ wanted ▒|█ ran █|
 *
 * What is told is kept in step with the account: the account of a thread on its core is up to a tick late, so what it
 * does now is told ahead of it, and taken off what the account tells later. Totals are those of the account.
 */
export class SampledTrack {
  readonly pid: number;
  readonly tid: number;
  readonly #intervals: JoinedIntervals;
  #at: number;
  /** Told, ns, on top of what the account had when this thread was first seen. */
  #ran: number;
  #wanted: number;
  #turns = -1;
  #isReady = true;
  #core: number | null = null;
  #reason: WaitReason | null = null;
  /** Of the latest times when it was ready, the part it had a core. */
  #share = 1;

  /** @param from what the account had at its beginning: what a process did before it became the program is not told */
  constructor(pid: number, tid: number, at: number, from: { ran: number; wanted: number }, sink: SchedulerSink) {
    this.pid = pid;
    this.tid = tid;
    this.#at = at;
    this.#ran = from.ran;
    this.#wanted = from.wanted;
    this.#intervals = new JoinedIntervals(tid, sink);
  }

  /** Up to where it is told. */
  get at(): number {
    return this.#at;
  }

  /** Of the account: told so far, ns. */
  get account(): { readonly ran: number; readonly wanted: number } {
    return { ran: this.#ran, wanted: this.#wanted };
  }

  /** It is another thread's account from now on. @param told of it so far */
  goOnFrom({ ran, wanted }: { readonly ran: number; readonly wanted: number }): void {
    this.#ran = ran;
    this.#wanted = wanted;
    this.#turns = -1;
  }

  get waits(): boolean {
    return !this.#isReady;
  }

  /** It has not moved since the last sample: it waits on. */
  still(at: number): void {
    this.#wait(this.#at, at);
    this.#at = at;
  }

  take({ at, account, isReady, core, reason }: Sample): void {
    const start = this.#at;
    if (at <= start) return;
    const length = at - start;
    let ran = within(account.ran - this.#ran, length);
    let wanted = within(account.wanted - this.#wanted, length - ran);
    const left = length - ran - wanted;
    if (isReady && this.#isReady && left > 0) {
      // It did not wait, as far as anybody can tell: its core's tick has yet to tell of it, or its core is another's.
      const ahead = Math.min(left, Math.max(0, tickNs - Math.max(0, this.#ran - account.ran)));
      ran += ahead;
      if (account.turns === this.#turns) wanted += left - ahead;
    }
    this.#turns = account.turns;
    this.#ran += ran;
    this.#wanted += wanted;
    const waited = length - ran - wanted;
    if (ran + wanted > 0) this.#share += (ran / (ran + wanted) - this.#share) * newest;
    this.#core = core;
    const wasWaiting = !this.#isReady;
    if (isReady && wasWaiting) {
      this.#wait(start, start + waited);
      this.#intervals.add(start + waited, at - ran, 'runnable', null, stateFlags.estimated);
      this.#intervals.add(at - ran, at, 'running', core, stateFlags.estimated);
    } else {
      this.#intervals.add(start, start + ran, 'running', core, stateFlags.estimated);
      this.#intervals.add(start + ran, start + ran + wanted, 'runnable', null, stateFlags.estimated);
      if (reason !== null) this.#reason = reason;
      this.#wait(at - waited, at, reason === null);
    }
    this.#isReady = isReady;
    this.#at = at;
  }

  /** It has ended in between: what it did until then nobody has counted. @param goesOn as another thread, which tells it */
  end(at: number, goesOn = false): void {
    // As much of a core as it had before, where others want it as well.
    const ran = this.#isReady && !goesOn ? Math.round(Math.max(0, at - this.#at) * this.#share) : 0;
    this.#intervals.add(this.#at, this.#at + ran, 'running', this.#core, stateFlags.estimated);
    this.#intervals.add(this.#at + ran, at, 'unknown', null, 0);
    this.#at = Math.max(this.#at, at);
    this.#intervals.flush();
  }

  flush(): void {
    this.#intervals.flush();
  }

  #wait(start: number, end: number, isInferred = false): void {
    const flags = isInferred && this.#reason !== null ? stateFlags.inferred : 0;
    this.#intervals.add(start, end, this.#reason ?? 'unknown', null, flags | stateFlags.estimated);
  }
}

const within = (value: number, most: number): number => Math.min(most, Math.max(0, value));
