import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordingFromChunks } from '../../../src/core/trace/recording-builder';
import type { RecordingChunk } from '../../../src/core/trace/chunk';
import type { Recording } from '../../../src/core/trace/recording';
import { openLibrary } from '../../../src/recorder/store/open-library';
import { formatVersion } from '../../../src/core/formats/upgrade';
import { readAll, temporaryFolder } from './sample';

const folder = 'test/fixtures/files';
const files = readdirSync(folder).filter((name) => name.endsWith('.juggler'));

/** One line a track: lane, name, kind, rows, and the times it spans in ms. */
function dump({ lanes, tracks }: Recording): string[] {
  return tracks.map(({ lane, name, kind, columns }) => {
    const times: Float64Array = Object.values(columns)[0];
    const span = times.length === 0 ? '' : ` ${(times[0]! / 1e6).toFixed(0)}..${(times.at(-1)! / 1e6).toFixed(0)} ms`;
    return `${lanes.find(({ id }) => id === lane)!.name}/${name}: ${times.length} ${kind}${span}`;
  });
}

describe('files of older versions', () => {
  it('are kept for every version', () => {
    const versions = files.map((name) => Number(/-v(\d+)\.juggler$/.exec(name)?.[1]));
    expect(versions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: formatVersion }, (_, index) => index + 1));
  });

  it('version 1 opens with all it holds', async () => {
    const library = await openLibrary(await temporaryFolder());
    const loaded = await library.loadFile(join(folder, 'primes-v1.juggler'));
    expect(loaded.manifest).toMatchObject({
      name: 'Primes in four ways',
      notes: 'For the talk: async gains nothing here.',
    });
    const runs = await readAll(loaded);
    expect(runs.map(({ after }) => [after.id, after.status])).toEqual([
      ['r1-serial', 'done'],
      ['r2-async', 'done'],
      ['r3-threads', 'done'],
      ['r4-processes', 'failed'],
    ]);
    expect(runs[3]!.after.failure!.message).toBe('Item 8 threw: out of luck.');
    expect(dump(runs[3]!.recording)).toEqual([
      'machine/phases: 3 marks 0..347 ms',
      'core 0/busy: 7 counter 50..350 ms',
      'core 1/busy: 7 counter 50..350 ms',
      'core 2/busy: 7 counter 50..350 ms',
      'core 3/busy: 7 counter 50..350 ms',
      'job/cpu: 18 counter 20..360 ms',
      'event loop/lag: 4 counter 100..400 ms',
      'event loop/utilisation: 4 counter 100..400 ms',
      'worker 1/tasks: 3 slices 118..273 ms',
      'worker 1/states: 3 states 118..273 ms',
      'worker 2/tasks: 2 slices 118..198 ms',
      'worker 2/states: 2 states 118..198 ms',
      'worker 3/tasks: 2 slices 118..196 ms',
      'worker 3/states: 2 states 118..196 ms',
      'worker 4/tasks: 2 slices 118..200 ms',
      'worker 4/states: 2 states 118..200 ms',
      'machine/handed out: 4 flows 118..118 ms',
    ]);
  });

  it.each(files)('%s is the same after it was recorded and saved again', async (name) => {
    const place = await temporaryFolder();
    const library = await openLibrary(join(place, 'library'));
    const { manifest, runs } = await library.loadFile(join(folder, name));
    await library.create({ ...manifest, runs: [] });
    const expected: Recording[] = [];
    for await (const { run, chunks } of runs) {
      const writer = await library.beginRun(manifest.id, run);
      const all: RecordingChunk[] = [];
      for await (const chunk of chunks) {
        all.push(chunk);
        writer.append(chunk);
      }
      await writer.close(run);
      expected.push(recordingFromChunks(all));
    }
    await library.finish(manifest.id);
    await library.save(manifest.id, join(place, 'again.juggler'));
    const again = await library.loadFile(join(place, 'again.juggler'));
    expect(again.manifest).toEqual(manifest);
    expect((await readAll(again)).map(({ recording }) => recording)).toEqual(expected);
  });
});
