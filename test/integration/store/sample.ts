import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { ComparisonManifest } from '../../../src/core/trace/comparison';
import type { Recording } from '../../../src/core/trace/recording';
import { RecordingBuilder } from '../../../src/core/trace/recording-builder';
import type { RunManifest } from '../../../src/core/trace/run';
import type { Library, LoadedComparison } from '../../../src/recorder/store/store';
import { comparison, done, firstChunk, run, tasks } from './recorded';

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A folder of the test's own, gone after it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'juggler-store-'));
  folders.push(folder);
  return folder;
}

/** A finished comparison of two runs with 6 and 4 tasks. */
export async function recordSample(library: Library, id: string): Promise<ComparisonManifest> {
  await library.create(comparison(id));
  const serial = await library.beginRun(id, run('r1'));
  for (const chunk of [firstChunk, tasks(1, 4), tasks(5, 2)]) serial.append(chunk);
  await serial.close(done('r1', 'serial', 6));
  const threads = await library.beginRun(id, run('r2', { mode: 'threads' }));
  for (const chunk of [firstChunk, tasks(1, 4)]) threads.append(chunk);
  await threads.close(done('r2', 'threads', 2));
  return library.finish(id);
}

export interface ReadRun {
  readonly before: RunManifest;
  readonly after: RunManifest;
  readonly recording: Recording;
}

export async function readAll(loaded: LoadedComparison): Promise<ReadRun[]> {
  const runs: ReadRun[] = [];
  for await (const { run: before, chunks, afterReading } of loaded.runs) {
    const builder = new RecordingBuilder();
    for await (const chunk of chunks) builder.append(chunk);
    runs.push({ before, after: afterReading(), recording: builder.snapshot() });
  }
  return runs;
}

export function taskIds({ recording }: ReadRun): number[] {
  return recording.tracks.flatMap((track) => (track.kind === 'slices' ? [...track.columns.id] : []));
}
