/* Writes comparisons with one run of many tasks through the library's own writer, as a recorder would. */
import { openLibrary } from '../../../src/recorder/store/open-library';
import { syntheticComparison, syntheticMachine, syntheticRun } from './documents';
import { chunkOf, firstChunk, lastChunk } from './machine-chunks';

const machine = { cores: 64, workers: 64, taskNs: 100e3 };
/** Rows of one chunk: what a busy recorder sends at once. */
const rowsAtOnce = 50_000;

/** @returns how many tasks it has: `tasks`, and up to a chunk more. */
export async function makeLargeRecording(folder: string, id: string, name: string, tasks: number): Promise<number> {
  const library = await openLibrary(folder);
  const run = syntheticRun(machine.workers, 'recording');
  const manifest = syntheticComparison(id, name, syntheticMachine(machine.cores), run, tasks);
  await library.create({ ...manifest, runs: [] });
  const writer = await library.beginRun(manifest.id, run);
  writer.append(firstChunk(machine));
  const stepNs = (rowsAtOnce / machine.workers) * machine.taskNs * 1.1;
  let written = 0;
  let at = 0;
  while (written < tasks) {
    const chunk = chunkOf(machine, at, at + stepNs);
    for (const rows of chunk.rows) if (rows.kind === 'slices') written += rows.columns.start.length;
    writer.append(chunk);
    // Lets the streams write.
    await writer.writeManifest(run);
    at += stepNs;
  }
  writer.append(lastChunk(at));
  await writer.close({ ...run, status: 'done' });
  await library.finish(manifest.id);
  return written;
}
