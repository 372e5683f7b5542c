import { threadStates, type ThreadState } from '../../core/trace/track';

const stateIndex = new Map(threadStates.map((state, index) => [state, index]));

/**
 * `woken`: it waited, and a core took it up at the end: the last part of it may have been waiting for that core.
 * `lost`: what it did is not known, so what the account has of it is nobody's.
 */
export type PieceKind = (typeof kinds)[number];
const kinds = ['known', 'woken', 'lost'] as const;
const kindIndex = new Map(kinds.map((kind, index) => [kind, index]));

const smallest = 8;
/** Of a thread that has just been through a storm: what it took is given back. */
const mostSpare = 4096;

/**
 * What a thread did, piece after piece without a gap, as columns: a program that only switches has half a million a second.
 * A piece is told by its number, from 0 on.
 */
export class HeldPieces {
  /** ns: where the first one begins. */
  #start = 0;
  #ends = new Float64Array(smallest);
  /** State, kind, flags and core, in this order from the lowest bits on. */
  #what = new Int32Array(smallest);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @param start where the one before has ended, if there is one */
  add(start: number, end: number, state: ThreadState, core: number | null, flags: number, kind: PieceKind): void {
    const at = this.#length++;
    if (at === this.#ends.length) this.#resize(at * 2);
    if (at === 0) this.#start = start;
    this.#ends[at] = end;
    this.#what[at] = stateIndex.get(state)! | (kindIndex.get(kind)! << 4) | (flags << 6) | ((core ?? -1) << 14);
  }

  startOf(piece: number): number {
    return piece === 0 ? this.#start : this.#ends[piece - 1]!;
  }

  endOf(piece: number): number {
    return this.#ends[piece]!;
  }

  /** And with it the end of the one before. */
  moveStart(piece: number, by: number): void {
    this.#ends[piece - 1]! += by;
  }

  stateOf(piece: number): ThreadState {
    return threadStates[this.#what[piece]! & 15]!;
  }

  kindOf(piece: number): PieceKind {
    return kinds[(this.#what[piece]! >> 4) & 3]!;
  }

  flagsOf(piece: number): number {
    return (this.#what[piece]! >> 6) & 255;
  }

  /** Null: on none. */
  coreOf(piece: number): number | null {
    const core = this.#what[piece]! >> 14;
    return core < 0 ? null : core;
  }

  /** Lets go of the first ones. */
  drop(count: number): void {
    if (count === 0) return;
    this.#start = this.endOf(count - 1);
    this.#length -= count;
    this.#ends.copyWithin(0, count, count + this.#length);
    this.#what.copyWithin(0, count, count + this.#length);
    if (this.#ends.length > mostSpare && this.#length < smallest) this.#resize(smallest);
  }

  #resize(capacity: number): void {
    const ends = new Float64Array(capacity);
    const what = new Int32Array(capacity);
    ends.set(this.#ends.subarray(0, capacity));
    what.set(this.#what.subarray(0, capacity));
    this.#ends = ends;
    this.#what = what;
  }
}
