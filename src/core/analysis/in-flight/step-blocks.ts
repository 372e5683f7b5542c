import { lowerBound, upperBound } from '../../base/binary-search';
import type { Steps } from './steps';

/** Steps a block. */
export const blockSteps = 32;

/** The highest count of each 32 steps: 12 bytes ÷ 32 a step. A block reaches up to the next one's start. */
export class StepBlocks {
  #starts = new Float64Array(256);
  #peaks = new Uint32Array(256);
  #blocks = 0;
  /** Steps in the last block. */
  #filled = 0;

  get length(): number {
    return this.#blocks;
  }

  get bytes(): number {
    return this.#starts.byteLength + this.#peaks.byteLength;
  }

  clear(): void {
    this.#blocks = 0;
    this.#filled = 0;
  }

  append({ times, counts }: Steps): void {
    for (let step = 0; step < times.length; step++) {
      if (this.#blocks === 0 || this.#filled === blockSteps) this.#open(times[step]!, counts[step]!);
      else if (counts[step]! > this.#peaks[this.#blocks - 1]!) this.#peaks[this.#blocks - 1] = counts[step]!;
      this.#filled++;
    }
  }

  /** Blocks of which some lies in [a, b), roughly in how many steps. */
  stepsWithin(a: number, b: number): number {
    return (this.#before(b) - Math.max(0, this.#before(a) - 1)) * blockSteps;
  }

  /** Raises each of `peaks`, equal parts of [a, b), to the highest count of the blocks that it touches. */
  raise(peaks: Float64Array, a: number, b: number, until: number): void {
    const scale = peaks.length / (b - a);
    for (let block = Math.max(0, this.#before(a) - 1), last = this.#before(b); block < last; block++) {
      const end = block + 1 < this.#blocks ? this.#starts[block + 1]! : until;
      const from = Math.max(0, Math.floor((this.#starts[block]! - a) * scale));
      const to = Math.min(peaks.length - 1, Math.floor((end - a) * scale));
      for (let part = from; part <= to; part++) {
        if (this.#peaks[block]! > peaks[part]!) peaks[part] = this.#peaks[block]!;
      }
    }
  }

  /**
   * The highest count of all whole blocks in [a, b), and where they begin and end; null: there is none.
   */
  peakWithin(a: number, b: number): { readonly peak: number; readonly from: number; readonly to: number } | null {
    const first = lowerBound(this.#starts, a, this.#blocks);
    const last = this.#before(b) - 1;
    if (last <= first) return null;
    let peak = 0;
    for (let block = first; block < last; block++) peak = Math.max(peak, this.#peaks[block]!);
    return { peak, from: this.#starts[first]!, to: this.#starts[last]! };
  }

  /** Blocks that start at a time or before it. */
  #before(at: number): number {
    return upperBound(this.#starts, at, this.#blocks);
  }

  #open(start: number, count: number): void {
    if (this.#blocks === this.#starts.length) {
      const starts = new Float64Array(this.#blocks * 2);
      const peaks = new Uint32Array(this.#blocks * 2);
      starts.set(this.#starts);
      peaks.set(this.#peaks);
      this.#starts = starts;
      this.#peaks = peaks;
    }
    this.#starts[this.#blocks] = start;
    this.#peaks[this.#blocks] = count;
    this.#blocks++;
    this.#filled = 0;
  }
}
