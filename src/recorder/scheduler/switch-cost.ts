import type { HeldPieces } from './held-pieces';
import { waterLevel } from './water-level';

/** Longest time that a switch may take, with the interrupts in it that the kernel charges to the thread as well. */
const maxSwitchNs = 1_000_000;
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

/** Turns on a core whose beginning can be moved, among the first pieces of a thread. */
export class MovableTurns {
  readonly #held: HeldPieces;
  readonly #pieces: Int32Array;
  /** ns before each that may have been the switch to it. */
  readonly #rooms: Float64Array;

  constructor(held: HeldPieces, count: number) {
    const pieces = new Int32Array(count);
    const rooms = new Float64Array(count);
    let found = 0;
    for (let piece = 1; piece < count; piece++) {
      const room = roomBefore(held, piece);
      if (room === 0) continue;
      pieces[found] = piece;
      rooms[found++] = room;
    }
    this.#held = held;
    this.#pieces = pieces.subarray(0, found);
    this.#rooms = rooms.subarray(0, found);
  }

  get count(): number {
    return this.#pieces.length;
  }

  /**
   * Lets them begin earlier by equal parts of a time, within what there is before each.
   *
   * @returns how much of it found room, ns
   */
  beginEarlier(total: number): number {
    if (total <= 0) return 0;
    const each = waterLevel(this.#rooms, total);
    let placed = 0;
    for (let turn = 0; turn < this.#pieces.length; turn++) {
      const earlier = Math.round(Math.min(this.#rooms[turn]!, each));
      this.#held.moveStart(this.#pieces[turn]!, -earlier);
      placed += earlier;
    }
    return placed;
  }
}

/** ns before a turn on a core that may have been the switch to it; 0: it is none, or goes on with the turn before it. */
function roomBefore(held: HeldPieces, piece: number): number {
  if (held.stateOf(piece) !== 'running') return 0;
  const before = piece - 1;
  if (held.stateOf(before) === 'running' || held.kindOf(before) === 'lost') return 0;
  return Math.floor(Math.min(maxSwitchNs, maxShare * (held.endOf(before) - held.startOf(before))));
}
