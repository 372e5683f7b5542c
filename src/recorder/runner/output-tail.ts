import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';

export const keptOutputBytes = 64 * 1024;

/** The last 64 KiB of what a job prints. Reads always, so that nothing a job prints can hold it up. */
export class OutputTail {
  #parts: Buffer[] = [];
  #kept = 0;
  #bytes = 0;
  /** All streams have ended. */
  readonly ended: Promise<unknown>;

  /** In order of arrival; both streams are one text, as in a terminal. */
  constructor(streams: readonly (Readable | null)[]) {
    const open = streams.filter((stream) => stream !== null);
    for (const stream of open) {
      stream.on('data', (data: Buffer) => this.add(data));
      // A pipe that breaks when its process is killed is the end of the output, no error.
      stream.on('error', () => undefined);
    }
    this.ended = Promise.all(open.map((stream) => new Promise((resolve) => stream.once('close', resolve))));
  }

  add(data: Buffer): void {
    this.#bytes += data.length;
    this.#parts.push(data);
    this.#kept += data.length;
    while (this.#kept - this.#parts[0]!.length >= keptOutputBytes) this.#kept -= this.#parts.shift()!.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get tail(): string {
    const kept = Buffer.concat(this.#parts);
    const tail = kept.subarray(Math.max(0, kept.length - keptOutputBytes));
    // A character of several bytes may be cut in two at the beginning: its rest is left out.
    let start = 0;
    while (tail.length < this.#bytes && start < 3 && (tail[start]! & 0xc0) === 0x80) start++;
    return new StringDecoder('utf8').write(tail.subarray(start));
  }
}
