import { create } from 'zustand';
import { RecordingIndex } from '../../core/analysis/recording-index';
import type { PackedChunk } from '../../core/trace/pack-chunk';
import { emptyRecording, type Recording } from '../../core/trace/recording';
import { RecordingBuilder } from '../../core/trace/recording-builder';
import { runKey, type RunKey } from './run-key';
import { visibleChunk } from './visible';

/*
 * Recordings are large and change while they are drawn, so they live outside of the store: the store holds a
 * version number per run, and a version's snapshot is made once. Chunks are appended together, once per animation
 * frame (`recorder-events.ts`), never in between: a snapshot stays good until the version changes.
 */

export interface RunChunk {
  readonly comparison: string;
  readonly run: string;
  readonly chunk: PackedChunk;
}

interface Entry {
  readonly comparison: string;
  readonly builder: RecordingBuilder;
  snapshot: { readonly version: number; readonly recording: Recording } | null;
  index: RecordingIndex | null;
}

interface RecordingsState {
  /** Changes with each frame that brought data of the run; 0 or absent: nothing has come yet. */
  readonly versions: Readonly<Record<RunKey, number>>;
}

const entries = new Map<RunKey, Entry>();
/** No version is given twice: what was made of data that are gone must not pass for what is made of the new. */
let lastVersion = 0;

export const useRecordings = create<RecordingsState>(() => ({ versions: {} }));

/** The data of a run as of now; the same object until its version changes. Empty for a run nothing is known of. */
export function recordingOf(run: RunKey): Recording {
  const entry = entries.get(run);
  if (entry === undefined) return emptyRecording;
  const version = useRecordings.getState().versions[run] ?? 0;
  if (entry.snapshot?.version !== version) entry.snapshot = { version, recording: entry.builder.snapshot() };
  return entry.snapshot.recording;
}

/** Indexes of a run's data as of now; the same object as long as the run is known. */
export function indexOf(run: RunKey): RecordingIndex {
  const recording = recordingOf(run);
  const entry = entries.get(run);
  if (entry === undefined) return new RecordingIndex(recording);
  entry.index ??= new RecordingIndex(recording);
  return entry.index.update(recording);
}

/** Appends a frame's chunks and changes the versions of their runs. */
export function appendChunks(chunks: readonly RunChunk[]): void {
  const versions = { ...useRecordings.getState().versions };
  const touched = new Set<RunKey>();
  for (const { comparison, run, chunk } of chunks) {
    const key = runKey(comparison, run);
    let entry = entries.get(key);
    if (entry === undefined) {
      entry = { comparison, builder: new RecordingBuilder(), snapshot: null, index: null };
      entries.set(key, entry);
    }
    entry.builder.appendPacked(visibleChunk(chunk));
    touched.add(key);
  }
  for (const key of touched) versions[key] = ++lastVersion;
  useRecordings.setState({ versions });
}

/** Forgets the runs of every comparison but these. */
export function keepRecordingsOf(comparisons: ReadonlySet<string>): void {
  forgetWhere((comparison) => !comparisons.has(comparison));
}

/** Forgets one comparison's runs: it is about to be streamed again from its start. */
export function forgetRecordingsOf(forgotten: string): void {
  forgetWhere((comparison) => comparison === forgotten);
}

function forgetWhere(isForgotten: (comparison: string) => boolean): void {
  const versions = { ...useRecordings.getState().versions };
  for (const [run, entry] of entries) {
    if (!isForgotten(entry.comparison)) continue;
    entries.delete(run);
    delete versions[run];
  }
  useRecordings.setState({ versions });
}
