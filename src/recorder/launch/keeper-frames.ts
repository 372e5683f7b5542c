/*
 * Frames between Node and the keeper (src/launcher/launcher.h): u32 length of the payload, u8 type, payload; numbers in the
 * machine's order.
 */

type ToKeeper = 'P' | 'R' | 'S' | 'M' | 'T' | 'Q';

export interface Frame {
  readonly type: string;
  readonly payload: Buffer;
}

const headLength = 5;

export function frame(type: ToKeeper, payload: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(headLength);
  head.writeUInt32LE(payload.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, payload]);
}

export function numbers(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) buffer.writeInt32LE(value, index * 4);
  return buffer;
}

/** A length and the bytes with a 0 behind them. */
function text(bytes: Buffer): Buffer {
  return Buffer.concat([numbers(bytes.length + 1), bytes, Buffer.of(0)]);
}

export interface PrepareRequest {
  /** stdout of the program is stderr. */
  readonly result: boolean;
  readonly ownSession: boolean;
  /** Nothing is started after it, so the keeper need not hold open what the program inherits. */
  readonly last: boolean;
  /** Soft limit of open files; null: that of the keeper. */
  readonly openFiles: number | null;
  /** Descriptors that the program inherits; null: all that the keeper has. */
  readonly descriptors: readonly number[] | null;
}

export function prepareFrame({ result, ownSession, last, openFiles, descriptors }: PrepareRequest): Buffer {
  const flags = (result ? 1 : 0) | (ownSession ? 2 : 0) | (last ? 4 : 0) | (descriptors === null ? 0 : 8);
  return frame('P', Buffer.concat([Buffer.of(flags), numbers(openFiles ?? 0, ...(descriptors ?? []))]));
}

export interface ReleaseRequest {
  /** The last so many arguments of the keeper, or others. */
  readonly argv: number | readonly Buffer[];
  /** Null: the keeper's own. */
  readonly environment: readonly Buffer[] | null;
  /** `NAME=value` for each variable that is changed or added. */
  readonly variables: readonly Buffer[];
}

export function releaseFrame({ argv, environment, variables }: ReleaseRequest): Buffer {
  const own = typeof argv === 'number';
  return frame(
    'R',
    Buffer.concat([
      numbers(own ? argv : 0, variables.length),
      numbers(own ? 0 : 1, own ? 0 : argv.length),
      ...(own ? [] : argv.map(text)),
      numbers(environment === null ? 0 : 1, environment?.length ?? 0),
      ...(environment ?? []).map(text),
      ...variables.map(text),
    ]),
  );
}

/** Puts frames together from what comes in pieces. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  push(data: Buffer): Frame[] {
    this.#rest = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    const frames: Frame[] = [];
    while (this.#rest.length >= headLength) {
      const end = headLength + this.#rest.readUInt32LE();
      if (this.#rest.length < end) break;
      frames.push({ type: this.#rest.toString('latin1', 4, 5), payload: this.#rest.subarray(headLength, end) });
      this.#rest = this.#rest.subarray(end);
    }
    return frames;
  }
}
