import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { LibraryEntry } from '../../core/protocol/recorder';
import type { ComparisonManifest } from '../../core/trace/comparison';
import type { RunManifest } from '../../core/trace/run';
import { fitComparison } from '../../core/formats/fit-manifest';
import { limits } from '../../core/formats/limits';
import { idSchema } from '../../core/formats/run-schema';
import { writeJsonAtomically } from './atomic-file';
import { folderSource } from './folder-source';
import { comparisonPart, ownerFile } from './layout';
import { importFile } from './import-file';
import { libraryEntry } from './library-entry';
import { LibraryIndex } from './library-index';
import { loadFile } from './load-file';
import { loadComparison, readManifest, withSource } from './load-comparison';
import { makeFolder } from './make-folder';
import { claimedComparisons, markedOpen, markOpen, unmarkOpen } from './open-marks';
import { thisOwner } from './owner';
import { RecordedComparison } from './recorded-comparison';
import { isUnfinished, recoverComparison, recoverRun } from './recover-comparison';
import { saveFile } from './save-file';
import type { Library, LoadedComparison, OpenLibrary, RunWriter } from './store';
import { orStoreError, StoreError, storeError } from './store-error';
import { emptyTrash, moveToTrash, takeFromTrash } from './trash';
import { beginRun } from './write-run';
import { openZip } from './zip-source';

/** Makes the folder (0700) if there is none, and empties its trash. @throws {StoreError} */
export const openLibrary: OpenLibrary = async (folder) => {
  await orStoreError(folder, 'used as the library', async () => {
    await makeFolder(folder);
    await readdir(folder);
  });
  await orStoreError(folder, 'cleaned up', () => emptyTrash(folder, maxEmptiedAtOpen));
  return new FolderLibrary(folder);
};

/** The rest goes with the recovery. */
const maxEmptiedAtOpen = 10;

class FolderLibrary implements Library {
  readonly folder: string;
  /** Comparisons that this process records, as they are on disk. */
  readonly #recording = new Map<string, RecordedComparison>();
  readonly #recovered: string[] = [];
  /** Comparisons that another recorder was writing when they were last looked at. */
  readonly #owned = new Set<string>();
  /** Changes of one `comparison.json` wait for each other. */
  readonly #changes = new Map<string, Promise<unknown>>();

  readonly #index: LibraryIndex;

  constructor(folder: string) {
    this.folder = folder;
    this.#index = new LibraryIndex(folder);
  }

  async create(manifest: ComparisonManifest): Promise<string> {
    const folder = this.#folderOf(manifest.id);
    await orStoreError(folder, 'written', async () => {
      await makeFolder(this.folder);
      await mkdir(folder, { mode: 0o700 });
      try {
        await mkdir(join(folder, 'runs'), { mode: 0o700 });
        await writeJsonAtomically(join(folder, ownerFile), thisOwner());
        await writeJsonAtomically(join(folder, comparisonPart), fitComparison(manifest).manifest);
        // Last: before it is whole, another recorder would take it for done.
        await markOpen(this.folder, manifest.id);
      } catch (error) {
        await rm(folder, { recursive: true, force: true });
        await unmarkOpen(this.folder, manifest.id).catch(() => undefined);
        throw error;
      }
    });
    this.#recording.set(manifest.id, new RecordedComparison(fitComparison(manifest).manifest));
    return folder;
  }

  async import(path: string, id: string): Promise<ComparisonManifest> {
    const folder = this.#folderOf(id);
    await orStoreError(this.folder, 'written', () => makeFolder(this.folder));
    return orStoreError(path, 'read', () =>
      withSource(
        () => openZip(path),
        (source) => importFile(source, id, folder),
      ),
    );
  }

  async reopen(comparison: string): Promise<ComparisonManifest> {
    const folder = this.#folderOf(comparison);
    if (this.#recording.has(comparison)) throw new StoreError('This comparison is still being recorded.');
    const manifest = await orStoreError(folder, 'read', () => this.#read(folder));
    await orStoreError(folder, 'written', async () => {
      await writeJsonAtomically(join(folder, ownerFile), thisOwner());
      await markOpen(this.folder, comparison);
    });
    this.#recording.set(comparison, await RecordedComparison.of(manifest, folder));
    return manifest;
  }

  async beginRun(comparison: string, run: RunManifest): Promise<RunWriter> {
    const recorded = this.#recorded(comparison);
    const { runs } = recorded.manifest;
    if (runs.length >= limits.runs && !runs.some(({ id }) => id === run.id)) {
      throw new StoreError(`The comparison has ${limits.runs} runs, and can hold no more: start another one.`);
    }
    const folder = join(this.#folderOf(comparison), 'runs', idSchema.parse(run.id));
    const writer = await beginRun(folder, run, {
      written: (written) => recorded.noteRun(written),
      totals: recorded.totals,
      fit: (each) => recorded.fit(each),
    });
    await this.#change(comparison, (manifest) => manifest);
    return writer;
  }

  async finish(comparison: string): Promise<ComparisonManifest> {
    const folder = this.#folderOf(comparison);
    const recorded = this.#recorded(comparison);
    for (const run of recorded.manifest.runs) {
      if (!isUnfinished(run)) continue;
      // Its writer gave up (a full disk): what it wrote is put in order.
      const repaired = await orStoreError(folder, 'written', () => recoverRun(join(folder, 'runs', run.id), run));
      recorded.noteRun(repaired);
    }
    const manifest = await this.#change(comparison, (current) => current);
    await orStoreError(folder, 'written', async () => {
      await rm(join(folder, ownerFile), { force: true });
      await unmarkOpen(this.folder, comparison);
    });
    this.#recording.delete(comparison);
    return manifest;
  }

  async list(): ReturnType<Library['list']> {
    const open = new Set(await markedOpen(this.folder));
    const entryOf = async (folder: string): Promise<LibraryEntry> => {
      const { entry, unfinished } = await libraryEntry(folder);
      const id = basename(folder);
      // By an earlier version, or half recovered: it has no mark.
      if (!unfinished || open.has(id) || this.#recording.has(id)) return entry;
      await this.#recoverEach([id]);
      return (await libraryEntry(folder)).entry;
    };
    const comparisons = await this.#index.entries(await this.#folders(), (id) => open.has(id), entryOf);
    comparisons.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    return { comparisons, recovered: [...this.#recovered] };
  }

  async load(id: string): Promise<LoadedComparison> {
    const folder = this.#folderOf(id);
    const load = (): Promise<LoadedComparison> =>
      orStoreError(folder, 'read', () => loadComparison(async () => folderSource(folder)));
    const loaded = await load();
    if (this.#recording.has(id) || !loaded.manifest.runs.some(isUnfinished)) return loaded;
    return (await this.#recoverEach([id])).length > 0 ? load() : loaded;
  }

  async loadFile(path: string): Promise<LoadedComparison> {
    return loadFile(path);
  }

  async save(id: string, file: string): Promise<void> {
    if (this.#recording.has(id)) {
      throw new StoreError('This comparison is still being recorded: save it when its runs are over, or stop it.');
    }
    const folder = this.#folderOf(id);
    const manifest = await orStoreError(folder, 'read', () => this.#read(folder));
    await orStoreError(file, 'written', () => saveFile(folder, manifest, file));
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#change(id, (manifest) => ({ ...manifest, name }));
  }

  async annotate(id: string, change: Parameters<Library['annotate']>[1]): Promise<void> {
    await this.#change(id, (manifest) => ({ ...manifest, ...change }));
  }

  async remove(id: string): Promise<void> {
    if (this.#recording.has(id)) throw new StoreError('This comparison is still being recorded: stop it first.');
    this.#folderOf(id);
    await moveToTrash(this.folder, id);
  }

  async restore(id: string): Promise<void> {
    this.#folderOf(id);
    await takeFromTrash(this.folder, id);
  }

  async recoverAll(): Promise<readonly string[]> {
    const open = await markedOpen(this.folder);
    const isMarked = await this.#index.isThere();
    const ids = isMarked ? [] : (await this.#folders()).map((folder) => basename(folder));
    const recovered = await this.#recoverEach([...new Set([...open, ...(await claimedComparisons(this.folder, ids))])]);
    if (!isMarked) await this.#index.begin();
    await orStoreError(this.folder, 'cleaned up', () => emptyTrash(this.folder));
    return recovered;
  }

  get owned(): number {
    return this.#owned.size;
  }

  recoverOwned(): Promise<readonly string[]> {
    return this.#recoverEach([...this.#owned]);
  }

  async #recoverEach(ids: readonly string[]): Promise<readonly string[]> {
    const recovered: string[] = [];
    for (const id of ids) {
      if (this.#recording.has(id)) continue;
      // One that can't be read or repaired must not keep the others: it is listed with its reason.
      const found = await recoverComparison(this.#folderOf(id)).catch(() => 'whole' as const);
      if (found === 'owned') this.#owned.add(id);
      else this.#owned.delete(id);
      if (found === 'recovered') recovered.push(id);
      if (found !== 'owned') await unmarkOpen(this.folder, id).catch(() => undefined);
    }
    this.#recovered.push(...recovered);
    return recovered;
  }

  #read(folder: string): Promise<ComparisonManifest> {
    return withSource(async () => folderSource(folder), readManifest);
  }

  #recorded(comparison: string): RecordedComparison {
    const recorded = this.#recording.get(comparison);
    if (recorded === undefined) throw new StoreError(`The comparison ${comparison} is not being recorded.`);
    return recorded;
  }

  /** Changes `comparison.json`, one change at a time. */
  #change(id: string, change: (manifest: ComparisonManifest) => ComparisonManifest): Promise<ComparisonManifest> {
    const folder = this.#folderOf(id);
    const work = async (): Promise<ComparisonManifest> => {
      const recorded = this.#recording.get(id);
      const changed = fitComparison(change(recorded?.manifest ?? (await this.#read(folder)))).manifest;
      if (recorded !== undefined) recorded.manifest = { ...changed, runs: recorded.manifest.runs };
      await writeJsonAtomically(join(folder, comparisonPart), changed);
      return changed;
    };
    const done = (this.#changes.get(id) ?? Promise.resolve()).then(work, work).catch((error: unknown) => {
      throw storeError(error, folder, 'written');
    });
    this.#changes.set(id, done);
    return done.finally(() => {
      if (this.#changes.get(id) === done) this.#changes.delete(id);
    });
  }

  async #folders(): Promise<string[]> {
    return orStoreError(this.folder, 'read', async () => {
      const entries = await readdir(this.folder, { withFileTypes: true });
      return entries
        .filter((entry) => entry.isDirectory() && idSchema.safeParse(entry.name).success)
        .map(({ name }) => join(this.folder, name));
    });
  }

  /** Ids come from files and from the window: never a path. */
  #folderOf(id: string): string {
    if (!idSchema.safeParse(id).success) throw new StoreError(`${JSON.stringify(id)} is no id of a comparison.`);
    return join(this.folder, id);
  }
}
