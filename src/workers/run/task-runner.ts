import { ResultChecksum } from '../../core/base/result-checksum';
import { structuralHash } from '../../core/base/structural-hash';
import type { JobMode } from '../../core/trace/run';
import type { EndedTask, TaskRecorder } from '../measure/task-recorder';

/** What a workload's `run` is told about the call. */
export interface RunContext {
  /** The item's index, from 0. */
  readonly index: number;
  /** Index of the worker, from 0; always 0 in the modes `serial` and `async`. */
  readonly worker: number;
  readonly mode: JobMode;
}

export type RunFunction = (item: unknown, context: RunContext) => unknown;

/** An item that failed; `cause` is what was thrown. */
export class ItemError extends Error {
  override readonly name = 'ItemError';

  constructor(
    readonly item: number,
    cause: unknown,
  ) {
    super(`item ${item} failed`, { cause });
  }
}

/** Calls `run` for one item after the other or for several at once, and records each. */
export class TaskRunner {
  readonly checksum = new ResultChecksum();
  #finished = 0;
  readonly #run: RunFunction;
  readonly #recorder: TaskRecorder;
  readonly #worker: number;
  readonly #mode: JobMode;

  constructor(run: RunFunction, recorder: TaskRecorder, worker: number, mode: JobMode) {
    this.#run = run;
    this.#recorder = recorder;
    this.#worker = worker;
    this.#mode = mode;
  }

  get finished(): number {
    return this.#finished;
  }

  /**
   * @returns null if the task has ended already: what `run` returned isn't thenable.
   * @throws {ItemError} at once, or by the promise, if `run` threw or its result can't be compared.
   */
  start(index: number, item: unknown, slot: number): Promise<void> | null {
    const task = this.#recorder.begin(index, slot);
    let result: unknown;
    try {
      result = this.#run(item, { index, worker: this.#worker, mode: this.#mode });
    } catch (error) {
      throw new ItemError(index, error);
    }
    if (!isThenable(result)) {
      this.#finish(this.#recorder.endedAtOnce(task), result);
      return null;
    }
    this.#recorder.returned(task);
    return this.#settle(result, (value) => this.#finish(this.#recorder.ended(task), value), index);
  }

  async #settle(result: PromiseLike<unknown>, finish: (value: unknown) => void, index: number): Promise<void> {
    let value: unknown;
    try {
      value = await result;
    } catch (error) {
      throw new ItemError(index, error);
    }
    finish(value);
  }

  #finish(ended: EndedTask, result: unknown): void {
    const index = ended.task.item;
    try {
      const hash = structuralHash(result);
      this.#recorder.write(ended, hash);
      this.checksum.add(index, hash);
    } catch (error) {
      throw new ItemError(index, error);
    }
    this.#finished++;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false;
  return 'then' in value && typeof value.then === 'function';
}
