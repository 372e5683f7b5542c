import { blockRows } from './block-sums';
import type { CounterColumns } from './track';

/** Smallest and largest value of each whole block of 64 samples: 16 bytes ÷ 64 a sample. */
export class ExtremesIndex {
  #min = new Float64Array(1);
  #max = new Float64Array(1);
  #blocks = 0;

  /** Takes in a later snapshot of the same counter. Samples of a counter come in order, so whole blocks stay. */
  update({ value }: CounterColumns): void {
    const whole = Math.floor(value.length / blockRows);
    if (this.#min.length < whole) {
      this.#min = grown(this.#min, Math.ceil(whole * 1.5));
      this.#max = grown(this.#max, Math.ceil(whole * 1.5));
    }
    for (; this.#blocks < whole; this.#blocks++) {
      let min = Infinity;
      let max = -Infinity;
      for (let row = this.#blocks * blockRows; row < (this.#blocks + 1) * blockRows; row++) {
        min = Math.min(min, value[row]!);
        max = Math.max(max, value[row]!);
      }
      this.#min[this.#blocks] = min;
      this.#max[this.#blocks] = max;
    }
  }

  /** Of rows [first, end); Infinity and -Infinity of none. */
  extremes({ value }: CounterColumns, first: number, end: number): { min: number; max: number } {
    let min = Infinity;
    let max = -Infinity;
    for (let row = first; row < end;) {
      const block = row / blockRows;
      if (row % blockRows === 0 && row + blockRows <= end && block < this.#blocks) {
        min = Math.min(min, this.#min[block]!);
        max = Math.max(max, this.#max[block]!);
        row += blockRows;
      } else {
        min = Math.min(min, value[row]!);
        max = Math.max(max, value[row]!);
        row++;
      }
    }
    return { min, max };
  }
}

function grown(values: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(length);
  copy.set(values);
  return copy;
}
