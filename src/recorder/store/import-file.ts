import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { trackKinds } from '../../core/formats/columns';
import { fitComparison, fitRun } from '../../core/formats/fit-manifest';
import type { ComparisonManifest } from '../../core/trace/comparison';
import { writeJsonAtomically } from './atomic-file';
import { comparisonPart, manifestPart, streamPart, tablePart } from './layout';
import { readManifest } from './load-comparison';
import { makeFolder } from './make-folder';
import type { PartSource } from './part-source';

/**
 * Unpacks a `.juggler` file into a comparison's folder of its own, so that runs can be added to it.
 *
 * @param folder is made; removed again where it can't be filled
 * @returns the manifest, with the new id
 */
export async function importFile(source: PartSource, id: string, folder: string): Promise<ComparisonManifest> {
  const manifest = { ...(await readManifest(source)), id };
  await mkdir(folder, { mode: 0o700 });
  try {
    for (const run of manifest.runs) {
      await makeFolder(join(folder, 'runs', run.id));
      const parts = [tablePart(run.id), ...trackKinds.map((kind) => streamPart(run.id, kind))];
      for (const part of parts) await copyPart(source, part, join(folder, part));
      await writeJsonAtomically(join(folder, manifestPart(run.id)), fitRun(run).manifest);
    }
    await writeJsonAtomically(join(folder, comparisonPart), fitComparison(manifest).manifest);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return manifest;
}

async function copyPart(source: PartSource, part: string, path: string): Promise<void> {
  const bytes = await source.open(part);
  if (bytes === null) return;
  await makeFolder(dirname(path));
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const piece of bytes) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}
