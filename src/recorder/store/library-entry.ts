import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compareModes } from '../../core/analysis/compare-modes';
import { verdict } from '../../core/analysis/verdict/verdict';
import type { LibraryEntry } from '../../core/protocol/recorder';
import type { ComparisonManifest } from '../../core/trace/comparison';
import { folderSource } from './folder-source';
import { comparisonPart } from './layout';
import { readManifest } from './load-comparison';
import { storeError } from './store-error';

/** A comparison in the list; one that can't be read is listed with the reason, so that it can be removed. */
export async function libraryEntry(folder: string): Promise<LibraryEntry> {
  const bytes = await bytesIn(folder);
  try {
    const manifest = await readManifest(folderSource(folder));
    return {
      id: basename(folder),
      name: manifest.name,
      createdAt: manifest.createdAt,
      workload: manifest.spec.workload.title,
      summary: summaryOf(manifest),
      bytes,
      recovered: manifest.runs.some(({ status }) => status === 'recovered'),
    };
  } catch (error) {
    const found = await stat(join(folder, comparisonPart)).catch(() => stat(folder));
    return {
      id: basename(folder),
      name: basename(folder),
      createdAt: found.mtime.toISOString(),
      workload: '',
      summary: storeError(error, folder, 'read').message,
      bytes,
      recovered: false,
    };
  }
}

/** What won, in the words of the comparison's own picture. */
function summaryOf({ runs, machine, view }: ComparisonManifest): string {
  const includeStartup = view?.includeStartup ?? false;
  const results = compareModes(runs, machine, { baseline: view?.baseline ?? null, includeStartup });
  return verdict({ results, logicalCores: machine.logicalCores, includeStartup }).text;
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const found = await stat(join(entry.parentPath, entry.name)).catch(() => null);
    bytes += found?.size ?? 0;
  }
  return bytes;
}
