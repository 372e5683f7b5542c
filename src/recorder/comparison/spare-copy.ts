import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComparisonManifest } from '../../core/trace/comparison';
import type { Recording } from '../../core/trace/recording';
import type { RunManifest } from '../../core/trace/run';
import type { Library, LoadedRun, RunWriter } from '../store/store';
import { recordingAsChunk } from './recording-as-chunk';

/** Private by mkdtemp (mode 0700); in memory where there is no other place. @throws {Error} */
export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'juggler-')).catch(() => mkdtemp('/dev/shm/juggler-'));
}

/** Where a comparison goes that the user's library can't take, or not all of it. */
export interface Spare {
  /** Null: there is no such place. */
  readonly open: () => Promise<Library | null>;
  /** The comparison is to be read from there. */
  readonly use: () => void;
}

/**
 * A comparison in a spare library, from the first run on that the user's own library did not take whole: it can still be
 * saved as a file. What fails here was told before, when the library failed.
 */
export class SpareCopy {
  readonly #id: string;
  readonly #main: Library | null;
  readonly #spare: Spare | undefined;
  #library: Promise<Library | null> | null = null;
  readonly #kept = new Set<string>();
  #isWhole = true;

  /** @param main the user's own; null: it took nothing */
  constructor(id: string, main: Library | null, spare: Spare | undefined) {
    this.#id = id;
    this.#main = main;
    this.#spare = spare;
  }

  get isUsed(): boolean {
    return this.#library !== null;
  }

  /** @param comparison with the runs so far, in order */
  async keep(comparison: ComparisonManifest, run: RunManifest, recording: Recording): Promise<void> {
    await this.#write(comparison, run, async (writer) => {
      writer.append(recordingAsChunk(recording));
      return run;
    });
  }

  /** Takes over the runs that the user's library has whole. */
  async finish(comparison: ComparisonManifest): Promise<void> {
    const library = await this.#library;
    if (library === null) return;
    try {
      const loaded = await this.#main?.load(this.#id);
      for await (const each of loaded?.runs ?? []) {
        if (!this.#kept.has(each.run.id)) await this.#takeOver(comparison, each);
      }
    } catch {
      // The library is gone: its runs stay listed, and say that their data are missing.
    }
    await library.finish(this.#id).catch(() => (this.#isWhole = false));
    // Where neither place has all of it, the user's own has what was said to be there.
    if (this.#isWhole || this.#main === null) this.#spare?.use();
  }

  async #takeOver(comparison: ComparisonManifest, { run, chunks, afterReading }: LoadedRun): Promise<void> {
    await this.#write(comparison, run, async (writer) => {
      for await (const chunk of chunks) writer.append(chunk);
      return afterReading();
    });
  }

  async #write(
    comparison: ComparisonManifest,
    run: RunManifest,
    append: (writer: RunWriter) => Promise<RunManifest>,
  ): Promise<void> {
    this.#library ??= this.#begin(comparison);
    const library = await this.#library;
    if (library === null) return;
    try {
      const writer = await library.beginRun(this.#id, { ...run, status: 'recording' });
      this.#kept.add(run.id);
      await writer.close(await append(writer));
    } catch {
      this.#isWhole = false;
    }
  }

  async #begin(comparison: ComparisonManifest): Promise<Library | null> {
    try {
      const library = (await this.#spare?.open()) ?? null;
      await library?.create(comparison);
      return library;
    } catch {
      return null;
    }
  }
}
