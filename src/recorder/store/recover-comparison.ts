import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComparisonManifest } from '../../core/trace/comparison';
import type { RunManifest } from '../../core/trace/run';
import { fitComparison, fitRun } from '../../core/formats/fit-manifest';
import { limits } from '../../core/formats/limits';
import { parseRun } from '../../core/formats/upgrade';
import { writeJsonAtomically } from './atomic-file';
import { isTemporaryName } from './output-file';
import { folderSource } from './folder-source';
import { comparisonPart, manifestPart, ownerFile } from './layout';
import { readManifest } from './load-comparison';
import { ownerLives, readOwner, thisOwner } from './owner';
import { readJson } from './read-json';
import { repairRun } from './repair-run';

const claimName = (pid = process.pid): string => `recovering-${pid}.json`;
/** Name of a file that says who records a comparison, or puts it in order. */
export const isClaim = (name: string): boolean => name === ownerFile || /^recovering-\d+\.json$/.test(name);

/** `whole`: there was nothing to do. `owned`: somebody who is alive records it, or puts it in order. */
export type Recovery = 'whole' | 'owned' | 'recovered';

/**
 * Puts a comparison in order that nobody records any more but that was not finished.
 *
 * Several may try at once (the app and the CLI start together): the one that renames `owner.json` first does it.
 */
export async function recoverComparison(folder: string): Promise<Recovery> {
  const names = await readdir(folder);
  const claims = names.filter(isClaim);
  const manifest = await readManifest(folderSource(folder));
  const unlisted = await unlistedRuns(folder, manifest);
  const runs = [...manifest.runs, ...unlisted];
  if (claims.length === 0 && !runs.some(isUnfinished)) return 'whole';
  for (const claim of claims) {
    const owner = await readOwner(join(folder, claim));
    if (owner !== null && ownerLives(owner, await lastTouched(folder, runs))) return 'owned';
  }
  const own = join(folder, claimName());
  for (const claim of claims) {
    try {
      await rename(join(folder, claim), own);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'owned';
      throw error;
    }
  }
  await writeJsonAtomically(own, thisOwner());
  const recovered: RunManifest[] = [];
  for (const run of runs) recovered.push(isUnfinished(run) ? await recoverRun(join(folder, 'runs', run.id), run) : run);
  await writeJsonAtomically(
    join(folder, comparisonPart),
    fitComparison({ ...manifest, runs: recovered.slice(0, limits.runs) }).manifest,
  );
  for (const name of names) if (isTemporaryName(name)) await rm(join(folder, name), { force: true });
  await rm(own, { force: true });
  return 'recovered';
}

/** Repairs the run's folder and says so in its manifest. */
export async function recoverRun(folder: string, run: RunManifest): Promise<RunManifest> {
  const seenUntil = await repairRun(folder);
  const seconds = (seenUntil / 1e9).toFixed(1);
  const notice = `Juggler ended before this run did: what was recorded in its first ${seconds} s was kept.`;
  const { manifest: recovered } = fitRun({ ...run, status: 'recovered', notices: [...(run.notices ?? []), notice] });
  await writeJsonAtomically(join(folder, 'manifest.json'), recovered);
  return recovered;
}

export const isUnfinished = ({ status }: RunManifest): boolean => status === 'recording' || status === 'waiting';

/** Runs that were begun when the recorder was killed before it could list them. */
async function unlistedRuns(folder: string, manifest: ComparisonManifest): Promise<RunManifest[]> {
  const source = folderSource(folder);
  const listed = new Set(manifest.runs.map(({ id }) => id));
  const found: RunManifest[] = [];
  for (const id of await source.runs()) {
    if (listed.has(id)) continue;
    try {
      const run = parseRun(await readJson(source, manifestPart(id)));
      if (run.id === id) found.push(run);
    } catch {
      // Killed before its first manifest was written: it holds nothing.
    }
  }
  return found.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
}

/** When anything was written last, as `Date.now()`. */
async function lastTouched(folder: string, runs: readonly RunManifest[]): Promise<number> {
  let last = 0;
  for (const name of [comparisonPart, ownerFile, ...runs.map(({ id }) => join('runs', id, 'tracks.jsonl'))]) {
    const found = await stat(join(folder, name)).catch(() => null);
    last = Math.max(last, found?.mtimeMs ?? 0);
  }
  return last;
}
