import { closeSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { agentRing } from '../../../src/core/protocol/agent-ring';

const { slotBytes, trailerBytes, magic, version, offsets, trailer, textBytes } = agentRing;

/** Writes a ring as the agent in a process of Python does. */
export class RingFile {
  readonly #path: string;
  readonly #slots: number;
  #next = 0;

  constructor(path: string, slots = 64) {
    this.#path = path;
    this.#slots = slots;
    const bytes = new Uint8Array(slots * slotBytes + trailerBytes);
    const view = new DataView(bytes.buffer, slots * slotBytes);
    view.setUint32(0, magic, true);
    view.setUint32(trailer.version, version, true);
    view.setUint32(trailer.slots, slots, true);
    writeFileSync(path, bytes);
  }

  get read(): number {
    return Number(this.#trailer().getBigUint64(trailer.read, true));
  }

  row(kind: number, thread: number, ...values: readonly number[]): void {
    this.#slot(kind, thread, (view) => {
      for (const [index, value] of values.entries()) view.setFloat64(offsets.row + index * 8, value, true);
    });
  }

  text(kind: number, thread: number, index: number, text: string): void {
    const bytes = new TextEncoder().encode(text);
    for (let offset = 0; offset < bytes.length; offset += textBytes) {
      this.#slot(kind, thread, (view) => {
        view.setUint32(offsets.textIndex, index, true);
        view.setUint16(offsets.textLength, bytes.length, true);
        view.setUint16(offsets.textOffset, offset, true);
        new Uint8Array(view.buffer).set(bytes.subarray(offset, offset + textBytes), offsets.text);
      });
    }
  }

  /** Takes a slot and never fills it, as a thread does that ends within. */
  take(): void {
    this.#next++;
  }

  /** Takes a slot that there is no room for. */
  drop(): void {
    this.#next++;
    const view = this.#trailer();
    view.setBigUint64(trailer.dropped, BigInt(this.#next), true);
    this.#write(view, this.#slots * slotBytes);
  }

  #slot(kind: number, thread: number, fill: (view: DataView) => void): void {
    const number = this.#next++;
    const view = new DataView(new ArrayBuffer(slotBytes));
    view.setUint32(0, kind, true);
    view.setUint32(offsets.thread, thread, true);
    fill(view);
    view.setBigUint64(offsets.seal, BigInt(number + 1), true);
    this.#write(view, (number % this.#slots) * slotBytes);
  }

  #write(view: DataView, at: number): void {
    const file = openSync(this.#path, 'r+');
    writeSync(file, view, 0, view.byteLength, at);
    closeSync(file);
  }

  #trailer(): DataView {
    const view = new DataView(new ArrayBuffer(trailerBytes));
    const file = openSync(this.#path, 'r');
    readSync(file, view, 0, trailerBytes, this.#slots * slotBytes);
    closeSync(file);
    return view;
  }
}
