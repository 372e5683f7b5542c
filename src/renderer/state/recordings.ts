import { create } from 'zustand';
import { RecordingIndex } from '../../core/analysis/recording-index';
import type { PackedChunk } from '../../core/trace/pack-chunk';
import { emptyRecording, type Recording } from '../../core/trace/recording';
import { RecordingBuilder } from '../../core/trace/recording-builder';

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
  /** Grows with each frame that brought data of the run, by run id; 0 or absent: nothing has come yet. */
  readonly versions: Readonly<Record<string, number>>;
}

const entries = new Map<string, Entry>();

export const useRecordings = create<RecordingsState>(() => ({ versions: {} }));

/** The data of a run as of now; the same object until its version changes. Empty for a run nothing is known of. */
export function recordingOf(run: string): Recording {
  const entry = entries.get(run);
  if (entry === undefined) return emptyRecording;
  const version = useRecordings.getState().versions[run] ?? 0;
  if (entry.snapshot?.version !== version) entry.snapshot = { version, recording: entry.builder.snapshot() };
  return entry.snapshot.recording;
}

/** Indexes of a run's data as of now; the same object as long as the run is known. */
export function indexOf(run: string): RecordingIndex {
  const recording = recordingOf(run);
  const entry = entries.get(run);
  if (entry === undefined) return new RecordingIndex(recording);
  entry.index ??= new RecordingIndex(recording);
  return entry.index.update(recording);
}

/** The data of a run, drawn anew with each frame that brings more of it. */
export function useRecording(run: string): Recording {
  useRecordings((state) => state.versions[run]);
  return recordingOf(run);
}

/** Appends a frame's chunks and raises the versions of their runs by one. */
export function appendChunks(chunks: readonly RunChunk[]): void {
  const versions = { ...useRecordings.getState().versions };
  const touched = new Set<string>();
  for (const { comparison, run, chunk } of chunks) {
    let entry = entries.get(run);
    if (entry === undefined) {
      entry = { comparison, builder: new RecordingBuilder(), snapshot: null, index: null };
      entries.set(run, entry);
    }
    entry.builder.appendPacked(chunk);
    touched.add(run);
  }
  for (const run of touched) versions[run] = (versions[run] ?? 0) + 1;
  useRecordings.setState({ versions });
}

/** Forgets the runs of every comparison but these. */
export function keepRecordingsOf(comparisons: ReadonlySet<string>): void {
  const versions = { ...useRecordings.getState().versions };
  for (const [run, entry] of entries) {
    if (comparisons.has(entry.comparison)) continue;
    entries.delete(run);
    delete versions[run];
  }
  useRecordings.setState({ versions });
}

/** Forgets one comparison's runs: it is about to be streamed again from its start. */
export function forgetRecordingsOf(comparison: string): void {
  const others = new Set<string>();
  for (const entry of entries.values()) if (entry.comparison !== comparison) others.add(entry.comparison);
  keepRecordingsOf(others);
}
