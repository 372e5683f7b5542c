import { MovableTurns, SwitchCost } from './switch-cost';
import type { HeldPieces } from './held-pieces';

/** What the kernel's account says a thread ran, against what the records of its switches say. */
export interface RunLook {
  /** The account, ns. */
  readonly ran: number;
  /** By the records up to the same moment, what was told before not among it, ns. */
  readonly recorded: number;
  /** It was on a core: its account is late by up to a tick. */
  readonly isRunning: boolean;
}

/** Less than this is not told as stolen: it is the reading itself. */
const minStolenNs = 50_000;
/** Looks at a thread on its core that are compared; their distance is no multiple of a tick, so one of them was just after one. */
const maxLags = 8;
const minLags = 4;
/** The account of a thread on its core is late by this at least, of some looks. */
const lateNs = 1e6;
/** As long as fewer looks were made: a tick of 250 Hz. */
const tickNs = 4e6;
/** Of the first switches of a program whose account began before it: what is more was before. */
const maxFirstSwitchNs = 10_000;

/**
 * Keeps what is told of a thread's time on a core in step with the kernel's account of it:
 *
 *     account > records   the switches themselves: turns on a core begin that much earlier
 *     account < records   the hypervisor took the core away (steal): it is told apart, since no record says when
 *
 *     told time on a core − stolen = account
 */
export class RunAccount {
  readonly #cost: SwitchCost;
  /** What the account had when the thread began; null: the next look at it tells. */
  #base: number | null = 0;
  #isLoose = false;
  /** What the account had more at the last look, and found no room; ns. */
  #owed = 0;
  #told = 0;
  #stolen = 0;
  /** By how much the account was behind when the thread was on a core, ns; the latest looks. */
  #lags: number[] = [];

  constructor(cost: SwitchCost) {
    this.#cost = cost;
  }

  /** ns. */
  get stolen(): number {
    return this.#stolen;
  }

  /** The account so far, by what was told; null: not known. */
  get total(): number | null {
    return this.#base === null ? null : this.#base + this.#told - this.#stolen;
  }

  /** @param ran ns of the account that are none of its doing; null: not known. @param isLoose it may be a little more */
  begunWith(ran: number | null, isLoose = false): void {
    this.#base = ran;
    this.#isLoose = isLoose;
  }

  /** What it did in between is not known. */
  lose(): void {
    this.#base = null;
    this.#lags = [];
  }

  /** It ran, and that is told. */
  told(ns: number): void {
    this.#told += ns;
  }

  /** Takes a look into account. @param count the first pieces that are held may be changed */
  take({ ran, recorded, isRunning }: RunLook, held: HeldPieces, count: number): void {
    if (this.#base === null) {
      if (!isRunning) this.#base = ran - this.#told - recorded + this.#stolen;
      return;
    }
    this.#owed = 0;
    const more = ran - this.#base - (this.#told + recorded - this.#stolen);
    if (more > 0) this.#stretch(more, held, count, isRunning);
    if (isRunning) return this.#lag(-more);
    this.#lags = [];
    if (-more >= minStolenNs) this.#stolen += -more;
  }

  /** The account can't be read: switches are as long as those before. */
  guess(held: HeldPieces, count: number, owed = 0): void {
    const turns = new MovableTurns(held, count);
    turns.beginEarlier(turns.count * this.#cost.mean + owed);
  }

  /** Nothing more can be asked: what is left is estimated. */
  finish(held: HeldPieces): void {
    this.guess(held, held.length, this.#isLoose ? 0 : this.#owed);
    if (this.#base !== null) this.#steal(this.#lags.length >= minLags ? lateNs / 2 : tickNs);
  }

  #stretch(more: number, held: HeldPieces, count: number, isRunning: boolean): void {
    const turns = new MovableTurns(held, count);
    const switches = turns.count;
    this.#owed = more;
    if (switches === 0) return;
    const placed = turns.beginEarlier(this.#isLoose ? Math.min(more, switches * maxFirstSwitchNs) : more);
    // What found no room is brought up at the next look, but for what was before the thread began to be watched.
    const isBefore = this.#isLoose && !isRunning;
    if (isBefore) this.#base! += more - placed;
    this.#owed = isBefore ? 0 : more - placed;
    if (!this.#isLoose) this.#cost.add(switches, placed);
    if (!isRunning) this.#isLoose = false;
  }

  #lag(behind: number): void {
    this.#lags.push(behind);
    if (this.#lags.length > maxLags) this.#lags.shift();
    if (this.#lags.length >= minLags) this.#steal(lateNs);
  }

  /** What every late look lacks was stolen, but for what a look lacks always. */
  #steal(lateNs: number): void {
    const stolen = Math.min(...this.#lags) - lateNs;
    if (this.#lags.length === 0 || stolen < minStolenNs) return;
    this.#stolen += stolen;
    this.#lags = this.#lags.map((lag) => lag - stolen);
  }
}
