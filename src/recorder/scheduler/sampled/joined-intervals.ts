import type { ThreadState } from '../../../core/trace/track';
import type { SchedulerSink } from '../sink';

/** What goes on for so long is told in pieces, so that it is seen before it ends. */
const longestNs = 500e6;

/** Joins the intervals of one thread that go on from one sample to the next. */
export class JoinedIntervals {
  readonly #tid: number;
  readonly #sink: SchedulerSink;
  #start = 0;
  #end = 0;
  #state: ThreadState | null = null;
  #core: number | null = null;
  #flags = 0;

  constructor(tid: number, sink: SchedulerSink) {
    this.#tid = tid;
    this.#sink = sink;
  }

  add(start: number, end: number, state: ThreadState, core: number | null, flags: number): void {
    if (end <= start) return;
    const goesOn = this.#state === state && this.#core === core && this.#flags === flags && this.#end === start;
    if (!goesOn || end - this.#start > longestNs) {
      this.flush();
      this.#start = start;
    }
    this.#end = end;
    this.#state = state;
    this.#core = core;
    this.#flags = flags;
  }

  flush(): void {
    if (this.#state !== null)
      this.#sink.interval(this.#tid, this.#start, this.#end, this.#state, this.#core, this.#flags);
    this.#state = null;
  }
}
