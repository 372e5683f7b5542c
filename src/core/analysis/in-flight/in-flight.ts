import { upperBound } from '../../base/binary-search';
import type { TimeRange } from '../../trace/time-range';
import { blockSteps, StepBlocks } from './step-blocks';
import { inFlightAt, stepsWithin, type Steps, type Tasks } from './steps';
import { lastEnd, startedBy } from './task-lane';

/*
 * How many tasks were in flight, of a recording that grows. Its steps are twice as many as its tasks, so they are not kept:
 *
 *     blocks: the peak of each 32 steps           |  all steps, made anew with each snapshot
 *     ─────────────────────────────────────────settled─────────────────────────────── last end
 *                                                 |<──────── patience ───────────>|
 *
 * What is looked at closely is made from the tasks when it is asked for. Rows come roughly in order of their end, some
 * late. Should more starts or ends than before lie in front of what is settled (a row came later than that), all blocks
 * are made anew.
 */
const patienceNs = 100e6;
/** Steps that are made at once. */
const stepsAtOnce = 131_072;
/** Steps that are few enough to be made for an answer. */
const fewSteps = 8192;

const none: Steps = { before: 0, times: new Float64Array(0), counts: new Uint32Array(0) };

export class InFlight {
  #tasks: Tasks = { lanes: [], open: new Float64Array(0) };
  readonly #blocks = new StepBlocks();
  #settled = -Infinity;
  #started = 0;
  #flying = 0;
  #newest: Steps = none;
  #peak = 0;
  #kept: { readonly from: number; readonly to: number; readonly steps: Steps } | null = null;

  /** Takes in a later snapshot of the same recording. */
  update(tasks: Tasks): void {
    this.#tasks = tasks;
    this.#kept = null;
    if (this.#startedBy(this.#settled) !== this.#started || inFlightAt(tasks, this.#settled) !== this.#flying) {
      this.#reset();
    }
    this.#settle(Math.max(this.#settled, ...tasks.lanes.map(lastEnd).map((end) => end - patienceNs)));
    this.#newest = stepsWithin(tasks, this.#settled, Infinity);
    this.#peak = Math.max(this.#peak, peakOf(this.#newest));
  }

  /** Most tasks at once, ever. */
  get max(): number {
    return this.#peak;
  }

  get bytes(): number {
    return this.#blocks.bytes + this.#newest.times.buffer.byteLength + this.#newest.counts.buffer.byteLength;
  }

  at(time: number): number {
    return inFlightAt(this.#tasks, time);
  }

  /** Most tasks at once in [start, end). */
  maxWithin({ start, end }: TimeRange): number {
    const peakOfSteps = (from: number, to: number): number => peakOf(stepsWithin(this.#tasks, from, to), end);
    if (this.#countSteps(start, end) <= fewSteps) return peakOfSteps(start, end);
    const whole = this.#blocks.peakWithin(start, Math.min(end, this.#settled));
    if (whole === null) return peakOfSteps(start, end);
    return Math.max(peakOfSteps(start, whole.from), whole.peak, peakOfSteps(whole.to, end));
  }

  /** Share of a range in which at least so many were in flight. */
  shareAtLeast(count: number, { start, end }: TimeRange): number {
    let length = 0;
    for (const { from, to, steps } of this.#windows(start, end)) {
      let before = steps.before;
      let since = from;
      for (let step = 0; step <= steps.times.length; step++) {
        const until = steps.times[step] ?? to;
        if (before >= count) length += until - since;
        before = steps.counts[step] ?? 0;
        since = until;
      }
    }
    return length / (end - start);
  }

  /** All steps in (a, b]; null where they are more than `most`. */
  steps(a: number, b: number, most: number): Steps | null {
    if (this.#countSteps(a, b) > most + 2 * blockSteps) return null;
    if (this.#kept?.from !== a || this.#kept.to !== b) {
      this.#kept = { from: a, to: b, steps: stepsWithin(this.#tasks, a, b) };
    }
    const { steps } = this.#kept;
    return steps.times.length > most ? null : steps;
  }

  /**
   * The highest count in each of some equal parts of [a, b). Exact where a part holds few steps; where it holds many, a
   * peak may show up to 32 steps beside its place.
   */
  peaks(a: number, b: number, parts: number): Float64Array {
    const peaks = new Float64Array(parts);
    const steps = this.steps(a, b, parts * blockSteps);
    if (steps !== null) raise(peaks, steps, a, b, a);
    else {
      this.#blocks.raise(peaks, a, b, this.#settled);
      if (b > this.#settled) raise(peaks, this.#newest, a, b, this.#settled);
    }
    return peaks;
  }

  #reset(): void {
    this.#blocks.clear();
    this.#settled = -Infinity;
    this.#started = 0;
    this.#flying = 0;
    this.#peak = 0;
  }

  #settle(until: number): void {
    if (until <= this.#settled) return;
    const first = Math.min(...this.#tasks.lanes.map(({ columns }) => columns.start[0] ?? Infinity), until);
    for (const { steps } of this.#windows(Math.max(this.#settled, first - 1), until)) {
      this.#blocks.append(steps);
      this.#peak = Math.max(this.#peak, peakOf(steps));
    }
    this.#settled = until;
    this.#started = this.#startedBy(until);
    this.#flying = inFlightAt(this.#tasks, until);
  }

  /** The steps of a range, in pieces. */
  *#windows(
    from: number,
    to: number,
  ): Generator<{ readonly from: number; readonly to: number; readonly steps: Steps }> {
    const steps = 2 * (this.#startedBy(to) - this.#startedBy(from));
    const windows = Math.max(1, Math.ceil(steps / stepsAtOnce));
    for (let window = 0; window < windows; window++) {
      const begin = from + ((to - from) * window) / windows;
      const end = window + 1 === windows ? to : from + ((to - from) * (window + 1)) / windows;
      yield { from: begin, to: end, steps: stepsWithin(this.#tasks, begin, end) };
    }
  }

  #startedBy(at: number): number {
    return this.#tasks.lanes.reduce((sum, lane) => sum + startedBy(lane, at), upperBound(this.#tasks.open, at));
  }

  /** How many steps [a, b) has, within a block or two. */
  #countSteps(a: number, b: number): number {
    const { times } = this.#newest;
    const newest = b > this.#settled ? upperBound(times, b) - upperBound(times, a) : 0;
    return this.#blocks.stepsWithin(a, b) + newest;
  }
}

/** Of the steps before `end`, and of what came before them. */
function peakOf({ before, times, counts }: Steps, end = Infinity): number {
  let peak = before;
  for (let step = 0; step < times.length && times[step]! < end; step++) peak = Math.max(peak, counts[step]!);
  return peak;
}

/** Raises `peaks`, equal parts of [a, b), to the counts of steps that begin at `from`. */
function raise(peaks: Float64Array, { before, times, counts }: Steps, a: number, b: number, from: number): void {
  const scale = peaks.length / (b - a);
  let held = before;
  let since = from;
  for (let step = 0; step <= times.length; step++) {
    const until = Math.min(b, times[step] ?? b);
    const first = Math.max(0, Math.floor((since - a) * scale));
    const last = Math.min(peaks.length - 1, Math.ceil((until - a) * scale) - 1);
    for (let part = first; part <= last; part++) if (held > peaks[part]!) peaks[part] = held;
    if (until === b) break;
    held = counts[step]!;
    since = until;
  }
}
