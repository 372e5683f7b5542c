import { rm } from 'node:fs/promises';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeRows, encodeSchema, endOfStream } from '../../core/formats/arrow-write';
import { ChunkFitter } from '../../core/formats/fit-chunk';
import type { FittedManifest } from '../../core/formats/fit-manifest';
import type { TableTotals } from '../../core/formats/table-names';
import { encodeTableLines } from '../../core/formats/track-table';
import type { OpenSlices, RecordingChunk } from '../../core/trace/chunk';
import type { RunManifest } from '../../core/trace/run';
import type { TrackKind } from '../../core/trace/track';
import { AppendFile } from './append-file';
import { writeJsonAtomically } from './atomic-file';
import { framesFolder, openTasksFile, wholeManifestFile } from './layout';
import { makeFolder } from './make-folder';
import { temporaryName } from './output-file';
import { repairRun } from './repair-run';
import type { RunWriter } from './store';
import { storeError, type StoreError } from './store-error';

export interface RunOfComparison {
  /** Called with every manifest that is written, so that the comparison knows its runs. */
  readonly written: (run: RunManifest) => void;
  /** What the comparison's runs name together: this run's are added. */
  readonly totals: TableTotals;
  /** A manifest as the comparison's file can hold it. @throws {FormatError} */
  readonly fit: (run: RunManifest) => FittedManifest<RunManifest>;
}

/** Makes the folder of a run and writes its first manifest. @throws {StoreError} */
export async function beginRun(folder: string, run: RunManifest, comparison: RunOfComparison): Promise<RunWriter> {
  try {
    await makeFolder(join(folder, framesFolder));
    const writer = new FolderRunWriter(folder, comparison);
    await writer.writeManifest(run);
    return writer;
  } catch (error) {
    throw storeError(error, folder, 'written');
  }
}

class FolderRunWriter implements RunWriter {
  readonly folder: string;
  readonly framesFolder: string;
  readonly #comparison: RunOfComparison;
  readonly #fitter: ChunkFitter;
  readonly #table: AppendFile;
  readonly #streams = new Map<TrackKind, AppendFile>();
  #seenUntil = 0;
  #openTasks = 0;
  #failure: StoreError | null = null;

  constructor(folder: string, comparison: RunOfComparison) {
    this.folder = folder;
    this.framesFolder = join(folder, framesFolder);
    this.#comparison = comparison;
    this.#fitter = new ChunkFitter(comparison.totals);
    this.#table = new AppendFile(join(folder, 'tracks.jsonl'));
  }

  get bytes(): number {
    return [this.#table, ...this.#streams.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** Rows and the table are consistent on disk after every single write: the table knows more than the rows use. */
  append(recorded: RecordingChunk): void {
    if (this.#failure !== null) throw this.#failure;
    try {
      const chunk = this.#fitter.fit(recorded);
      for (const { kind } of chunk.tracks) this.#stream(kind);
      const lines = encodeTableLines(chunk, this.#seenUntil);
      if (lines !== '') this.#table.append(Buffer.from(lines));
      for (const [kind, rows] of byKind(chunk)) this.#stream(kind).append(encodeRows(kind, rows));
      this.#seenUntil = Math.max(this.#seenUntil, chunk.seenUntil);
      this.#writeOpenTasks(chunk.open);
    } catch (error) {
      // Later rows may use names that are lost now.
      this.#failure = storeError(error, this.folder, 'written');
      this.#closeFiles();
      throw this.#failure;
    }
  }

  async writeManifest(run: RunManifest): Promise<RunManifest> {
    try {
      const { manifest, sentence } = this.#comparison.fit(run);
      // What no file holds is kept beside it.
      if (sentence !== null) await writeJsonAtomically(join(this.folder, wholeManifestFile), run);
      await writeJsonAtomically(join(this.folder, 'manifest.json'), manifest);
      this.#comparison.written(manifest);
      return manifest;
    } catch (error) {
      throw storeError(error, this.folder, 'written');
    }
  }

  async close(run: RunManifest): Promise<RunManifest> {
    try {
      // First of all: it makes room on a full disk.
      await rm(this.framesFolder, { recursive: true, force: true });
      if (this.#failure === null) {
        for (const stream of this.#streams.values()) stream.append(endOfStream);
        this.#closeFiles();
        await rm(join(this.folder, openTasksFile), { force: true });
      } else await repairRun(this.folder);
    } catch (error) {
      throw storeError(error, this.folder, 'written');
    }
    const left = this.#fitter.sentences();
    return this.writeManifest(left.length === 0 ? run : { ...run, notices: [...(run.notices ?? []), ...left] });
  }

  #closeFiles(): void {
    for (const file of [this.#table, ...this.#streams.values()]) file.close();
  }

  #stream(kind: TrackKind): AppendFile {
    const existing = this.#streams.get(kind);
    if (existing !== undefined) return existing;
    const stream = new AppendFile(join(this.folder, `${kind}.arrow`));
    this.#streams.set(kind, stream);
    stream.append(encodeSchema(kind));
    return stream;
  }

  /** Kept beside the streams, as they hold only what has ended: a task of an hour is not lost in a crash. */
  #writeOpenTasks(open: readonly OpenSlices[]): void {
    const count = open.reduce((sum, { id }) => sum + id.length, 0);
    if (count === 0 && this.#openTasks === 0) return;
    this.#openTasks = count;
    const path = join(this.folder, openTasksFile);
    const plain = open.map(({ track, start, id, slot }) => ({
      track,
      start: [...start],
      id: [...id],
      slot: [...slot],
    }));
    const temporary = temporaryName(path);
    try {
      writeFileSync(temporary, JSON.stringify(plain), { mode: 0o600, flag: 'wx' });
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }
}

function byKind(chunk: RecordingChunk): Map<TrackKind, RecordingChunk['rows'][number][]> {
  const kinds = new Map<TrackKind, RecordingChunk['rows'][number][]>();
  for (const rows of chunk.rows) {
    const others = kinds.get(rows.kind);
    if (others === undefined) kinds.set(rows.kind, [rows]);
    else others.push(rows);
  }
  return kinds;
}
