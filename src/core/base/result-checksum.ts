import { add64, Hasher, hex64, zero64, type Hash64 } from './hash64';

/**
 * Checksum of a set of results that doesn't depend on the order they came in, only on which item gave which
 * result: the sum modulo 2^64 of mixed (index, hash) pairs. Parts of different workers are merged with `merge`.
 */
export class ResultChecksum {
  #sum: Hash64;

  constructor(sum: Hash64 = zero64) {
    this.#sum = sum;
  }

  get sum(): Hash64 {
    return this.#sum;
  }

  add(index: number, hash: Hash64): void {
    this.#sum = add64(this.#sum, new Hasher(index).word(index).hash(hash).finish());
  }

  merge(other: Hash64): void {
    this.#sum = add64(this.#sum, other);
  }

  toString(): string {
    return hex64(this.#sum);
  }
}
