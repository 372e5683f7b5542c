import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fitRun, jsonBytes, type FittedManifest } from '../../core/formats/fit-manifest';
import { limits } from '../../core/formats/limits';
import { TableTotals } from '../../core/formats/table-names';
import type { ComparisonManifest } from '../../core/trace/comparison';
import type { RunManifest } from '../../core/trace/run';
import { folderSource } from './folder-source';
import { manifestPart } from './layout';
import { readTable } from './read-run';

/** Room for the manifest of any run; what the limit leaves beyond that is for those that need more. */
const minRunBytes = 16 * 1024;
const sharedBytes = limits.manifestBytes - 2 * limits.runs * minRunBytes;

/** A comparison while this process records it, with what its runs have used of a file's limits. */
export class RecordedComparison {
  manifest: ComparisonManifest;
  readonly totals = new TableTotals();
  readonly #manifestBytes = new Map<string, number>();

  constructor(manifest: ComparisonManifest) {
    this.manifest = manifest;
  }

  /** One that has runs already. */
  static async of(manifest: ComparisonManifest, folder: string): Promise<RecordedComparison> {
    const comparison = new RecordedComparison(manifest);
    const source = folderSource(folder);
    for (const { id } of manifest.runs) {
      const found = await stat(join(folder, manifestPart(id))).catch(() => null);
      comparison.#manifestBytes.set(id, found?.size ?? 0);
      // One that is damaged counts as far as a reader comes.
      await readTable(source, id, comparison.totals).catch(() => null);
    }
    return comparison;
  }

  /** @throws {FormatError} when the run can't be described at all */
  fit(run: RunManifest): FittedManifest<RunManifest> {
    this.#manifestBytes.delete(run.id);
    let used = 0;
    for (const bytes of this.#manifestBytes.values()) used += Math.max(0, bytes - minRunBytes);
    const fitted = fitRun(run, minRunBytes + Math.max(0, Math.floor((sharedBytes - used) / 4)));
    this.#manifestBytes.set(run.id, jsonBytes(fitted.manifest));
    return fitted;
  }

  noteRun(run: RunManifest): void {
    const { runs } = this.manifest;
    const known = runs.some(({ id }) => id === run.id);
    this.manifest = {
      ...this.manifest,
      runs: known ? runs.map((one) => (one.id === run.id ? run : one)) : [...runs, run],
    };
  }
}
