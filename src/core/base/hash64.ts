/** 64 bits as two unsigned 32-bit halves: exact in numbers, and two columns in a frame. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}

const scratchFloat = new Float64Array(1);
const scratchWords = new Uint32Array(scratchFloat.buffer);

/** Mixes words into 64 bits: two murmur-like lanes that are stirred into each other at the end. Not cryptographic. */
export class Hasher {
  #high: number;
  #low: number;

  constructor(seed = 0) {
    this.#high = 0xdeadbeef ^ seed;
    this.#low = 0x41c6ce57 ^ seed;
  }

  word(word: number): this {
    this.#high = Math.imul(this.#high ^ word, 0x9e3779b1);
    this.#high ^= this.#high >>> 15;
    this.#low = Math.imul(this.#low ^ ((word << 16) | (word >>> 16)), 0x5f356495);
    this.#low ^= this.#low >>> 13;
    return this;
  }

  /** All NaNs are one; 0 and -0 are two, as for `Object.is`. */
  float(value: number): this {
    scratchFloat[0] = Number.isNaN(value) ? Number.NaN : value;
    return this.word(scratchWords[0]!).word(scratchWords[1]!);
  }

  /** UTF-16 code units, after their number. */
  text(text: string): this {
    this.word(text.length);
    for (let index = 0; index < text.length; index++) this.word(text.charCodeAt(index));
    return this;
  }

  bytes(bytes: Uint8Array): this {
    this.word(bytes.length);
    const whole = bytes.length & ~3;
    for (let at = 0; at < whole; at += 4) {
      this.word(bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    }
    for (let at = whole; at < bytes.length; at++) this.word(bytes[at]!);
    return this;
  }

  hash(hash: Hash64): this {
    return this.word(hash.high).word(hash.low);
  }

  finish(): Hash64 {
    let high = this.#high ^ Math.imul(this.#low ^ (this.#low >>> 16), 0x85ebca6b);
    high = Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
    let low = this.#low ^ Math.imul(this.#high ^ (this.#high >>> 16), 0x85ebca77);
    low = Math.imul(low ^ (low >>> 13), 0x27d4eb2f);
    high ^= low >>> 16;
    low ^= high >>> 15;
    return { high: high >>> 0, low: low >>> 0 };
  }
}

/** Sum modulo 2^64. */
export function add64(a: Hash64, b: Hash64): Hash64 {
  const low = a.low + b.low;
  return { high: (a.high + b.high + (low > 0xffff_ffff ? 1 : 0)) >>> 0, low: low >>> 0 };
}

export const zero64: Hash64 = { high: 0, low: 0 };

/** 16 hexadecimal digits. */
export function hex64(value: Hash64): string {
  return value.high.toString(16).padStart(8, '0') + value.low.toString(16).padStart(8, '0');
}
