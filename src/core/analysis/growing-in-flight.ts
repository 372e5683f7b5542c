import { lowerBound } from '../base/binary-search';
import type { Recording } from '../trace/recording';
import type { CounterColumns } from '../trace/track';
import { taskEdges, type TaskEdges } from './task-edges';

/*
 * The steps of `inFlightSteps` for a recording that grows, without sorting all of it with every snapshot:
 *
 *     steps that are settled                      |  made anew with each snapshot
 *     ───────────────────────────────────────────horizon─────────────────────────── last end
 *                                                  |<──────── patience ──────────>|
 *
 * Rows come roughly in order of their end, some late. Should more starts or ends than before lie in front of the
 * horizon (a row came later than that, a long task ended that nobody had told of), all steps are made anew.
 */
const patienceNs = 250e6;

export class GrowingInFlight {
  #times = new Float64Array(1024);
  #counts = new Float64Array(1024);
  #steps = 0;
  #horizon = -Infinity;
  #settledSteps = 0;
  #settledStarts = 0;
  #settledEnds = 0;

  /**
   * @returns the steps as a counter (views, good until the next call), and how many of the first are as they were after
   * the last call.
   */
  update(recording: Recording): { readonly columns: CounterColumns; readonly unchanged: number } {
    let edges = taskEdges(recording, this.#horizon);
    if (edges.startsBefore !== this.#settledStarts || edges.endsBefore !== this.#settledEnds) {
      this.#reset();
      edges = taskEdges(recording);
    }
    const unchanged = this.#settledSteps;
    this.#steps = unchanged;
    this.#append(edges);
    this.#settle(edges);
    const columns = { time: this.#times.subarray(0, this.#steps), value: this.#counts.subarray(0, this.#steps) };
    return { columns, unchanged };
  }

  #reset(): void {
    this.#horizon = -Infinity;
    this.#settledSteps = 0;
    this.#settledStarts = 0;
    this.#settledEnds = 0;
  }

  #append({ starts, ends }: TaskEdges): void {
    let count = this.#settledStarts - this.#settledEnds;
    for (let start = 0, end = 0; start < starts.length || end < ends.length;) {
      const time = Math.min(starts[start] ?? Infinity, ends[end] ?? Infinity);
      for (; starts[start] === time; start++) count++;
      for (; ends[end] === time; end++) count--;
      this.#push(time, count);
    }
  }

  /** Steps that are older than the patience stay. */
  #settle({ starts, ends, lastEnd }: TaskEdges): void {
    const horizon = lastEnd - patienceNs;
    if (horizon <= this.#horizon) return;
    this.#horizon = horizon;
    this.#settledSteps = lowerBound(this.#times.subarray(0, this.#steps), horizon);
    this.#settledStarts += lowerBound(starts, horizon);
    this.#settledEnds += lowerBound(ends, horizon);
  }

  #push(time: number, count: number): void {
    if (this.#steps === this.#times.length) {
      this.#times = doubled(this.#times);
      this.#counts = doubled(this.#counts);
    }
    this.#times[this.#steps] = time;
    this.#counts[this.#steps] = count;
    this.#steps++;
  }
}

function doubled(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(values.length * 2);
  grown.set(values);
  return grown;
}
