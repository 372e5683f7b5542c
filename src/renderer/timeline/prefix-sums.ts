const blockValues = 64;

/** Sums of the first n values, for any n: exact every 64 values, and between them to 2⁻²⁴ of what the block adds. 4.1 bytes a value. */
export class PrefixSums {
  readonly #length: number;
  readonly #blocks: Float64Array;
  /** Of the values of the block before it, this one included. */
  readonly #within: Float32Array;

  constructor(values: Float64Array) {
    this.#length = values.length;
    this.#blocks = new Float64Array(Math.floor(values.length / blockValues) + 1);
    this.#within = new Float32Array(values.length);
    let sum = 0;
    let block = 0;
    for (let at = 0; at < values.length; at++) {
      if (at % blockValues === 0) this.#blocks[at / blockValues] = block = sum;
      sum += values[at]!;
      this.#within[at] = sum - block;
    }
    if (values.length % blockValues === 0) this.#blocks[values.length / blockValues] = sum;
  }

  /** Of the first `count` values; what is behind the point counts for its part of the next one. */
  at(count: number): number {
    if (count <= 0) return 0;
    if (count >= this.#length) return this.#sum(this.#length);
    const whole = Math.floor(count);
    const before = this.#sum(whole);
    return before + (this.#sum(whole + 1) - before) * (count - whole);
  }

  #sum(count: number): number {
    const block = this.#blocks[Math.floor(count / blockValues)]!;
    return count % blockValues === 0 ? block : block + this.#within[count - 1]!;
  }
}
