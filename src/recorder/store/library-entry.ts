import { lstatSync, readdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compareModes } from '../../core/analysis/compare-modes';
import { verdict } from '../../core/analysis/verdict/verdict';
import type { LibraryEntry } from '../../core/protocol/recorder';
import type { ComparisonManifest } from '../../core/trace/comparison';
import { folderSource } from './folder-source';
import { comparisonPart } from './layout';
import { readComparison, readManifest } from './load-comparison';
import { isUnfinished } from './recover-comparison';
import { storeError } from './store-error';

/**
 * A comparison in the list; one that can't be read is listed with the reason, so that it can be removed. `unfinished`: a
 * run of it has not ended.
 */
export async function libraryEntry(folder: string): Promise<{ entry: LibraryEntry; unfinished: boolean }> {
  const bytes = bytesIn(folder);
  try {
    const source = folderSource(folder);
    const listed = await readComparison(source);
    // What a recorder that still runs, or was killed, wrote last is in the runs' own manifests.
    const manifest = listed.runs.some(isUnfinished) ? await readManifest(source) : listed;
    const entry = {
      id: basename(folder),
      name: manifest.name,
      createdAt: manifest.createdAt,
      workload: manifest.spec.workload.title,
      summary: summaryOf(manifest),
      bytes,
      recovered: manifest.runs.some(({ status }) => status === 'recovered'),
    };
    return { entry, unfinished: manifest.runs.some(isUnfinished) };
  } catch (error) {
    const found = await stat(join(folder, comparisonPart)).catch(() => stat(folder));
    const entry = {
      id: basename(folder),
      name: basename(folder),
      createdAt: found.mtime.toISOString(),
      workload: '',
      summary: storeError(error, folder, 'read').message,
      bytes,
      recovered: false,
    };
    return { entry, unfinished: false };
  }
}

/** What won, in the words of the comparison's own picture. */
function summaryOf({ runs, machine, view }: ComparisonManifest): string {
  const includeStartup = view?.includeStartup ?? false;
  const results = compareModes(runs, machine, { baseline: view?.baseline ?? null, includeStartup });
  return verdict({ results, logicalCores: machine.logicalCores, includeStartup }).text;
}

/** Synchronously: a trip through the thread pool takes ten times as long as a look at a file. */
function bytesIn(folder: string): number {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      if (entry.isFile()) bytes += lstatSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
    }
  } catch {
    // What could be counted is.
  }
  return bytes;
}
