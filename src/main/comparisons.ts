import type { CompareProgress } from '../core/protocol/contract';
import type { ComparisonManifest, ComparisonSpec } from '../core/trace/comparison';
import type { Machine } from '../core/trace/machine';
import type { RecorderRequest } from '../recorder/client';
import { newComparisonId } from '../recorder/runner/comparison-id';
import { runCommand, type CommandSpec } from '../recorder/runner/run-command';
import { runComparison } from '../recorder/runner/run-comparison';
import { spawnUtility } from './jobs/spawn-utility';
import { outFiles } from './out-files';

export interface ComparisonsParts {
  readonly version: string;
  readonly machine: () => Promise<Machine>;
  readonly request: RecorderRequest;
  readonly onProgress: (progress: CompareProgress) => void;
  readonly onTrouble: (message: string) => void;
}

/** Of workloads, or of a command. */
interface Running {
  readonly manifest: ComparisonManifest;
  readonly finished: Promise<unknown>;
  stop(): void;
  skip(): void;
}

/** The comparison that runs: one at a time, or they would measure each other. */
export class Comparisons {
  readonly #parts: ComparisonsParts;
  #running: Running | null = null;
  #starting = false;
  #progress: CompareProgress | null = null;
  #unrecorded: Running | null = null;

  constructor(parts: ComparisonsParts) {
    this.#parts = parts;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /** @throws {Error} with a sentence, when one runs already or nothing can be recorded. */
  start(spec: ComparisonSpec): Promise<{ id: string }> {
    const { version, request } = this.#parts;
    return this.#begin((machine, onProgress) =>
      runComparison({
        spec,
        id: newComparisonId(new Date()),
        name: spec.workload.title,
        version,
        machine,
        recorder: request,
        spawn: spawnUtility,
        jobHost: outFiles.jobHost,
        python: outFiles.python,
        onProgress,
      }),
    );
  }

  /** Records a command. @param append as one more band of this comparison of the library; null: in a new one. @throws {Error} as `start` */
  startCommand(spec: CommandSpec, append: ComparisonManifest | null): Promise<{ id: string }> {
    const { version, request } = this.#parts;
    return this.#begin((machine, onProgress) =>
      runCommand({ spec, append, version, machine, recorder: request, onProgress }),
    );
  }

  /** @throws {Error} with a sentence, when one runs already */
  refuseWhileRunning(): void {
    if (!this.#starting && this.#running === null) return;
    throw new Error('A comparison is running: stop it first, or wait until it has ended.');
  }

  async #begin(
    run: (machine: Machine, onProgress: (progress: CompareProgress) => void) => Running,
  ): Promise<{ id: string }> {
    this.refuseWhileRunning();
    this.#starting = true;
    try {
      const running = run(await this.#parts.machine(), (progress) => {
        this.#progress = progress;
        this.#parts.onProgress(progress);
      });
      this.#running = running;
      running.finished
        .catch((error: unknown) => {
          // That the recorder has ended was said when it did.
          if (this.#unrecorded !== running)
            this.#parts.onTrouble(error instanceof Error ? error.message : String(error));
        })
        .finally(() => {
          this.#running = null;
        });
      return { id: running.manifest.id };
    } finally {
      this.#starting = false;
    }
  }

  /** Nobody records what runs any more: it is ended at once, as its times would go nowhere. */
  recorderEnded(): void {
    this.#unrecorded = this.#running;
    this.#running?.stop();
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
