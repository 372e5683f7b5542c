import type { CompareProgress } from '../core/protocol/contract';
import type { ComparisonSpec } from '../core/trace/comparison';
import type { Machine } from '../core/trace/machine';
import type { RecorderRequest } from '../recorder/client';
import { newComparisonId } from '../recorder/runner/comparison-id';
import { runComparison, type RunningComparison } from '../recorder/runner/run-comparison';
import { spawnUtility } from './jobs/spawn-utility';
import { outFiles } from './out-files';

export interface ComparisonsParts {
  readonly version: string;
  readonly machine: () => Promise<Machine>;
  readonly request: RecorderRequest;
  readonly onProgress: (progress: CompareProgress) => void;
  readonly onTrouble: (message: string) => void;
}

/** The comparison that runs: one at a time, or they would measure each other. */
export class Comparisons {
  readonly #parts: ComparisonsParts;
  #running: RunningComparison | null = null;
  #starting = false;
  #progress: CompareProgress | null = null;

  constructor(parts: ComparisonsParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** @throws {Error} with a sentence, when one runs already or nothing can be recorded. */
  async start(spec: ComparisonSpec): Promise<{ id: string }> {
    if (this.#starting || this.#running !== null) {
      throw new Error('A comparison is running: stop it first, or wait until it has ended.');
    }
    this.#starting = true;
    try {
      const { version, request, onProgress } = this.#parts;
      const machine = await this.#parts.machine();
      const running = runComparison({
        spec,
        id: newComparisonId(new Date()),
        name: spec.workload.title,
        version,
        machine,
        recorder: request,
        spawn: spawnUtility,
        jobHost: outFiles.jobHost,
        onProgress: (progress) => {
          this.#progress = progress;
          onProgress(progress);
        },
      });
      this.#running = running;
      running.finished
        .catch((error: unknown) => this.#parts.onTrouble(error instanceof Error ? error.message : String(error)))
        .finally(() => {
          this.#running = null;
        });
      return { id: running.manifest.id };
    } finally {
      this.#starting = false;
    }
  }

  /** For a window that begins anew: it can stop what runs only if it knows of it. */
  repeatProgress(): void {
    if (this.#running !== null && this.#progress !== null) this.#parts.onProgress(this.#progress);
  }

  /** Resolves once nothing of it is left; what was recorded is kept. */
  async stop(): Promise<void> {
    this.#running?.stop();
    await this.#running?.finished.catch(() => undefined);
  }

  /** Ends the current run and goes on with the next. */
  skip(): void {
    this.#running?.skip();
  }
}
