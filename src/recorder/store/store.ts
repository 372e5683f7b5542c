/*
 * What the recorder asks of its store: the library of comparisons in a folder, and `.juggler` files. Implemented by
 * `openLibrary` in `open-library.ts`. Every error is an Error whose message is one sentence for the user: it names the
 * folder or file and says what to do.
 */
import type { LibraryEntry } from '../../core/protocol/recorder';
import type { RecordingChunk } from '../../core/trace/chunk';
import type { ComparisonManifest, ComparisonView } from '../../core/trace/comparison';
import type { RunManifest } from '../../core/trace/run';

/**
 * Opens (and makes, with its parents) the folder where comparisons live. One recorder at a time writes to one
 * comparison; several may have the same library open (the app and the CLI).
 */
export type OpenLibrary = (folder: string) => Promise<Library>;

export interface Library {
  readonly folder: string;
  /** Makes the comparison's folder with its `comparison.json`; gives the folder's path. */
  create(manifest: ComparisonManifest): Promise<string>;
  /** Takes a `.juggler` file in, as a comparison of the library of its own: `id`. */
  import(path: string, id: string): Promise<ComparisonManifest>;
  /** A comparison that is whole gets more runs: it is recorded again until `finish`. */
  reopen(comparison: string): Promise<ComparisonManifest>;
  /** Makes the run's folder (0700) and writes its first manifest. The comparison was made by `create`. */
  beginRun(comparison: string, run: RunManifest): Promise<RunWriter>;
  /** All runs are over: writes `comparison.json` with the runs' manifests in the order they were begun. */
  finish(comparison: string): Promise<ComparisonManifest>;
  /** Newest first. `recovered`: ids of what `recoverAll` found since this library was opened. */
  list(): Promise<{ comparisons: readonly LibraryEntry[]; recovered: readonly string[] }>;
  load(id: string): Promise<LoadedComparison>;
  loadFile(path: string): Promise<LoadedComparison>;
  /** Packs the comparison into one `.juggler` file, atomically. */
  save(id: string, file: string): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  annotate(id: string, change: { readonly notes?: string; readonly view?: ComparisonView }): Promise<void>;
  /** Into the library's trash, which is emptied when the library is opened the next time. */
  remove(id: string): Promise<void>;
  restore(id: string): Promise<void>;
  /**
   * Puts in order what a recorder that was killed left behind (unfinished runs become `recovered`); leaves alone what
   * another living recorder is writing. Gives the ids of the comparisons it touched.
   */
  recoverAll(): Promise<readonly string[]>;
  /** How many comparisons were left alone by then, as another recorder that was alive wrote them. */
  readonly owned: number;
  /** Looks again at those that were left alone: their recorders may have died, or finished them, since. */
  recoverOwned(): Promise<readonly string[]>;
}

export interface RunWriter {
  /** `<library>/<comparison>/runs/<id>`. */
  readonly folder: string;
  /** Empty, 0700: the job's threads write their frames into it. Removed by `close`. */
  readonly framesFolder: string;
  /** On disk so far. */
  readonly bytes: number;
  /** The run's id, `folder` and the order of chunks are the writer's own: called about 4 times a second. */
  append(chunk: RecordingChunk): void;
  /** Gives it as it was written: what no file can hold is cut, and a notice says so. */
  writeManifest(run: RunManifest): Promise<RunManifest>;
  /** No more chunks: ends the streams, writes the last manifest. */
  close(run: RunManifest): Promise<RunManifest>;
}

export interface LoadedComparison {
  readonly manifest: ComparisonManifest;
  /** In the order of the manifest; may be consumed once. Ended early, it closes its files. */
  readonly runs: AsyncIterable<LoadedRun>;
}

export interface LoadedRun {
  readonly run: RunManifest;
  /** Consumed before the next run is asked for. Data that are damaged end it; it does not throw for them. */
  readonly chunks: AsyncIterable<RecordingChunk>;
  /** The run once its chunks were consumed: `run`, or with a failure that says which of its data are damaged. */
  readonly afterReading: () => RunManifest;
}
