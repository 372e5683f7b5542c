/*
 * What one thread measures, on its way to the thread's file.
 *
 *   rows ──> RowBuffer per kind ──┐                       at a task's end 20 ms, its start 2 ms after the last
 *   tasks in flight, told once ───┼──> one writev ──> file  when 96 KiB are waiting
 *   JSON frames ──────────────────┘                       every 20 ms while the event loop turns; at exit
 */
import { encodeJson, frameKinds, type FrameKind } from '../../core/protocol/frames';
import type { Clock } from './clock';
import { RowBuffer } from './row-buffer';

export const flushPeriodNs = 20e6;
/** Where nothing but CPU time and the event loop is measured: a host that waits for its workers. */
const idlePeriodNs = 50e6;
const flushBytes = 96 * 1024;
/*
 * A task may never return (an endless loop, a crash): what the last flush did not tell is lost then, the task itself
 * first of all. So starts are told sooner than ends: the first ones at once, later ones every 2 ms (0.5 % of a core).
 */
const startsToldAtOnce = 32;
const startPeriodNs = 2e6;

export interface FrameSink {
  write(frames: readonly Uint8Array[]): void;
}

/** A task in flight, to be told at the next flush unless it has ended by then. */
export interface StartedTask {
  readonly item: number;
  readonly slot: number;
  readonly start: number;
}

export class FrameWriter {
  readonly #sink: FrameSink;
  readonly #clock: Clock;
  readonly #tasks = new RowBuffer(frameKinds.task, 1400);
  readonly #starts = new RowBuffer(frameKinds.taskStart, 64);
  readonly #loops = new RowBuffer(frameKinds.loop, 16);
  readonly #cpus = new RowBuffer(frameKinds.cpu, 64);
  readonly #untold = new Set<StartedTask>();
  readonly #encoder = new TextEncoder();
  #flushedAt: number;
  #told = 0;

  constructor(sink: FrameSink, clock: Clock) {
    this.#sink = sink;
    this.#clock = clock;
    this.#flushedAt = clock();
  }

  /** Before a task's first instruction: should it never return, its start is in the file. */
  started(task: StartedTask, now: number): void {
    this.#untold.add(task);
    if (this.#told++ < startsToldAtOnce || now - this.#flushedAt >= startPeriodNs) this.flush();
  }

  /** Fields in the order of `taskRow`. */
  ended(
    task: StartedTask,
    runEnd: number,
    end: number,
    head: number,
    tail: number,
    hashHigh: number,
    hashLow: number,
  ): void {
    this.#untold.delete(task);
    const { values, at } = this.#tasks.next();
    values[at] = task.item;
    values[at + 1] = task.start;
    values[at + 2] = runEnd;
    values[at + 3] = end;
    values[at + 4] = task.slot;
    values[at + 5] = head;
    values[at + 6] = tail;
    values[at + 7] = hashHigh;
    values[at + 8] = hashLow;
    if (this.#tasks.bytes >= flushBytes) this.flush();
    else this.flushIfDue(end);
  }

  loop(now: number, lagMax: number, utilisation: number): void {
    const { values, at } = this.#loops.next();
    values[at] = now;
    values[at + 1] = lagMax;
    values[at + 2] = utilisation;
  }

  cpu(now: number, thread: number, process: number): void {
    const { values, at } = this.#cpus.next();
    values[at] = now;
    values[at + 1] = thread;
    values[at + 2] = process;
  }

  /** Written at once, after the rows that came before it. */
  json(kind: FrameKind, value: unknown): void {
    this.flush();
    this.#sink.write([encodeJson(kind, value, (text) => this.#encoder.encode(text))]);
  }

  flush(): void {
    this.#flushedAt = this.#clock();
    for (const task of this.#untold) this.#tellStart(task);
    this.#untold.clear();
    // Ends before starts: a reader that keeps a list of tasks in flight needs no second look.
    const frames = [this.#tasks, this.#starts, this.#loops, this.#cpus].map((rows) => rows.take());
    this.#sink.write(frames.filter((frame) => frame !== null));
  }

  #tellStart(task: StartedTask): void {
    const { values, at } = this.#starts.next();
    values[at] = task.item;
    values[at + 1] = task.start;
    values[at + 2] = task.slot;
  }

  /** At task boundaries, and by a timer while the event loop turns; without tasks there is less haste. */
  flushIfDue(now: number): void {
    const idle = this.#tasks.bytes === 0 && this.#untold.size === 0;
    if (now - this.#flushedAt >= (idle ? idlePeriodNs : flushPeriodNs)) this.flush();
  }
}
