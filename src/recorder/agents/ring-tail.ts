import { closeSync, constants, fstatSync, readSync, writeSync } from 'node:fs';
import { agentRing } from '../../core/protocol/agent-ring';
import { openOwnFile } from '../tail/open-own-file';

const { slotBytes, trailerBytes, offsets, trailer } = agentRing;
const leastBytes = 4096;
const mostBytes = 128 * 1024;
/** At one call of `read`: what is more waits for the next. */
const mostSlots = 65_536;
/** A thread that has taken a slot may be kept from filling it by others, as long as those have the GIL. */
const patienceMs = 1000;

/** One slot as it lies in the file; its bytes are good during the call alone. */
export interface Slot {
  readonly kind: number;
  readonly thread: number;
  /** From the slot's first byte on. */
  readonly view: DataView;
  /** The six fields of a row. */
  readonly row: Float64Array;
}

/** Reads one ring, slot by slot in the order they were taken, and tells its writer how far it has come. */
export class RingTail {
  readonly #descriptor: number;
  readonly #now: () => number;
  readonly #read: typeof readSync;
  #slots = 0;
  #position = 0;
  #lost = 0;
  #stuckSince: number | null = null;

  /** @param now ms on any clock. @param read as that of Node. @throws {Error} when the file can't be opened. */
  constructor(path: string, now: () => number, read: typeof readSync = readSync) {
    this.#now = now;
    this.#read = read;
    this.#descriptor = openOwnFile(path, constants.O_RDWR);
  }

  /** Rows that found no slot, neither here nor in the file that comes next. */
  get lost(): number {
    const moved = this.#slots === 0 ? 0 : this.#trailer(this.#slots).getUint32(trailer.moved, true);
    return Math.max(0, this.#lost - moved);
  }

  /**
   * Hands on what was written since. True: there is more.
   *
   * @param final nobody writes any more: a slot that is not whole never will be
   * @param untilMs on the clock of `now`: from then on the rest waits
   * @throws {Error} when the file is no ring.
   */
  read(accept: (slot: Slot) => void, final: boolean, untilMs = Infinity): boolean {
    if (this.#slots === 0 && !this.#begin()) return false;
    const until = this.#position + mostSlots;
    const from = this.#position;
    let size = leastBytes;
    let isLate = false;
    do {
      const more = this.#block(size, accept);
      size = Math.min(mostBytes, size * 4);
      if (!more && !this.#passOver(final)) break;
      isLate = this.#now() >= untilMs;
    } while (this.#position < until && !isLate);
    if (this.#position > from) this.#tellRead();
    return isLate || this.#position >= until;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** False: it is being made. */
  #begin(): boolean {
    const { size } = fstatSync(this.#descriptor);
    if (size <= trailerBytes) return false;
    const slots = (size - trailerBytes) / slotBytes;
    const view = this.#trailer(slots);
    if (view.getUint32(0, true) === 0) return false;
    const [magic, version, told] = [
      view.getUint32(0, true),
      view.getUint32(trailer.version, true),
      view.getUint32(trailer.slots, true),
    ];
    if (
      magic !== agentRing.magic ||
      version !== agentRing.version ||
      told !== slots ||
      !Number.isInteger(Math.log2(slots))
    )
      throw new Error(`a ring of version ${version} and ${told} slots in a file of ${size} bytes`);
    this.#slots = slots;
    return true;
  }

  /** True: all of a block's slots were whole, so there may be more. */
  #block(bytes: number, accept: (slot: Slot) => void): boolean {
    const at = this.#position % this.#slots;
    const count = Math.min(bytes / slotBytes, this.#slots - at);
    const buffer = new ArrayBuffer(count * slotBytes);
    const views = Array.from({ length: count }, (_, index) => new DataView(buffer, index * slotBytes, slotBytes));
    this.#copy(buffer, count, at);
    const torn = views.findIndex((view, index) => sealOf(view) !== this.#position + index + 1);
    const whole = torn < 0 ? count : torn;
    // A slot is copied while it is written: its old payload may have come with its new seal. What lies behind a seal that
    // was there is copied once more; no writer comes to it again before it is told that it was read.
    if (whole > 0) this.#copy(buffer, whole, at);
    for (const view of views.slice(0, whole)) {
      this.#stuckSince = null;
      this.#position++;
      const row = new Float64Array(buffer, view.byteOffset + offsets.row, 6);
      accept({ kind: view.getUint32(0, true), thread: view.getUint32(offsets.thread, true), view, row });
    }
    return torn < 0;
  }

  #copy(buffer: ArrayBuffer, count: number, at: number): void {
    this.#read(this.#descriptor, new Uint8Array(buffer, 0, count * slotBytes), 0, count * slotBytes, at * slotBytes);
  }

  /** Where what comes next was never written: goes on behind it. False: nothing comes next. */
  #passOver(final: boolean): boolean {
    const next = this.#nextWhole();
    if (next === null) {
      this.#stuckSince = null;
      return false;
    }
    this.#stuckSince ??= this.#now();
    if (!final && this.#now() - this.#stuckSince < patienceMs) return false;
    this.#lost += next - this.#position;
    this.#position = next;
    this.#stuckSince = null;
    return true;
  }

  #nextWhole(): number | null {
    const dropped = Number(this.#trailer(this.#slots).getBigUint64(trailer.dropped, true));
    if (!Number.isSafeInteger(dropped + this.#slots)) throw new Error(`a ring of ${dropped} slots that were dropped`);
    const count = Math.min(leastBytes / slotBytes, this.#slots);
    const view = new DataView(new ArrayBuffer(slotBytes));
    // Others may be filled behind one that isn't; a whole ring of them only where rows were dropped.
    for (let number = this.#position + 1; number < this.#position + count; number++) {
      readSync(this.#descriptor, view, 0, slotBytes, (number % this.#slots) * slotBytes);
      if (sealOf(view) === number + 1) return number;
    }
    return dropped > this.#position ? dropped : null;
  }

  #trailer(slots: number): DataView {
    const view = new DataView(new ArrayBuffer(trailerBytes));
    readSync(this.#descriptor, view, 0, trailerBytes, slots * slotBytes);
    return view;
  }

  #tellRead(): void {
    const view = new DataView(new ArrayBuffer(8));
    view.setBigUint64(0, BigInt(this.#position), true);
    writeSync(this.#descriptor, view, 0, 8, this.#slots * slotBytes + trailer.read);
  }
}

/** The low half is enough up to four billion slots, and the high one beyond. */
function sealOf(view: DataView): number {
  return view.getUint32(offsets.seal, true) + view.getUint32(offsets.seal + 4, true) * 2 ** 32;
}
