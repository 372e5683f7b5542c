import type { HeldPieces } from './held-pieces';
import { waterLevel } from './water-level';

/** Longest time that a single switch may take; what the account has beyond that has another cause. */
const maxSwitchNs = 50_000;
/** Share of the time before a switch that may have been the switch itself: an interval never vanishes. */
const maxShare = 0.9;
/** A thread's own mean is used from so many switches on. */
const minSwitches = 20;

/**
 * Mean time of a context switch. The kernel charges it to the thread that comes; the records show it as the end of that thread's
 * wait, since the record of a switch is written when the switch is over.
 */
export class SwitchCost {
  readonly #ofRun: SwitchCost | null;
  #switches = 0;
  #ns = 0;

  /** @param ofRun mean of all threads, for one that is hardly known */
  constructor(ofRun: SwitchCost | null = null) {
    this.#ofRun = ofRun;
  }

  add(switches: number, ns: number): void {
    this.#switches += switches;
    this.#ns += ns;
    this.#ofRun?.add(switches, ns);
  }

  /** ns; 0 as long as nothing is known. */
  get mean(): number {
    if (this.#ofRun !== null && this.#switches < minSwitches) return this.#ofRun.mean;
    return this.#switches === 0 ? 0 : this.#ns / this.#switches;
  }
}

/** How many of the first pieces are turns on a core whose beginning can be moved. */
export function countSwitches(held: HeldPieces, count: number): number {
  let switches = 0;
  for (let piece = 0; piece < count; piece++) if (roomBefore(held, piece) > 0) switches++;
  return switches;
}

/**
 * Lets turns on a core begin earlier by equal parts of a time, within what there is before each.
 *
 * @param total ns
 * @returns how much of it found room, ns
 */
export function beginEarlier(held: HeldPieces, count: number, total: number): number {
  const each = waterLevel(count, total, (piece) => roomBefore(held, piece));
  let placed = 0;
  for (let piece = 0; piece < count; piece++) {
    const room = roomBefore(held, piece);
    if (room === 0) continue;
    const earlier = Math.round(Math.min(room, each));
    held.moveStart(piece, -earlier);
    placed += earlier;
  }
  return placed;
}

/** ns before a turn on a core that may have been the switch to it; 0: it is none, or goes on with the turn before it. */
function roomBefore(held: HeldPieces, piece: number): number {
  if (piece === 0 || held.stateOf(piece) !== 'running') return 0;
  const before = piece - 1;
  if (held.stateOf(before) === 'running' || held.kindOf(before) === 'lost') return 0;
  return Math.floor(Math.min(maxSwitchNs, maxShare * (held.endOf(before) - held.startOf(before))));
}
