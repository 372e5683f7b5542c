import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { RecorderEvent } from '../../../../src/core/protocol/recorder';
import type { RecordingChunk } from '../../../../src/core/trace/chunk';
import { Recorder } from '../../../../src/recorder/serve/recorder';
import type { Library, LoadedComparison } from '../../../../src/recorder/store/store';
import { comparisonOf, runOf } from '../../renderer/state/fake-window';

const chunk: RecordingChunk = { lanes: [], tracks: [], strings: [], rows: [], open: [], seenUntil: 1 };

/** A library whose comparisons have one run of three chunks, read chunk by chunk when the test says so. */
async function recorderWith(beforeChunk: (read: number) => Promise<void>) {
  const events: RecorderEvent[] = [];
  let reads = 0;
  const load = async (id: string): Promise<LoadedComparison> => {
    const read = reads++;
    async function* chunks() {
      for (let count = 0; count < 3; count++) {
        await beforeChunk(read);
        yield chunk;
      }
    }
    async function* runs(): LoadedComparison['runs'] {
      const run = runOf();
      yield { run, chunks: chunks(), afterReading: () => run };
    }
    return { manifest: comparisonOf(id, { runs: [runOf()] }), runs: runs() };
  };
  const library = { owned: 0, recoverAll: async () => [], load, loadFile: () => load('the-id-in-the-file') };
  const recorder = new Recorder({
    openLibrary: async () => library as unknown as Library,
    event: (event) => events.push(event),
    trouble: (message) => expect.unreachable(message),
  });
  await recorder.handlers.hello({ library: '/nowhere', version: '0', electron: null });
  return { recorder, events };
}

describe('streams of comparisons', () => {
  it('gives a file’s comparison the id that was asked for, whatever the file says', async () => {
    const { recorder, events } = await recorderWith(async () => undefined);
    const { manifest } = await recorder.handlers.open({ source: { file: '/a', as: 'opened-1' }, stream: '1' });
    expect(manifest.id).toBe('opened-1');
    const ids = events.map((event) =>
      'comparison' in event ? event.comparison : 'manifest' in event && event.manifest.id,
    );
    expect(new Set(ids)).toEqual(new Set(['opened-1']));
  });

  it('lets the older of two streams of one comparison fall silent: its data would come twice', async () => {
    const gate = new EventEmitter();
    const held = once(gate, 'open').then(() => undefined);
    const { recorder, events } = await recorderWith((read) => (read === 0 ? held : Promise.resolve()));
    const first = recorder.handlers.open({ source: { id: 'c' }, stream: 'first' });
    await new Promise((resolve) => setImmediate(resolve));
    await recorder.handlers.open({ source: { id: 'c' }, stream: 'second' });
    gate.emit('open');
    await first;
    const told = events.map((event) => `${event.type} ${'stream' in event ? event.stream : ''}`.trim()).join(', ');
    expect(told).toBe('comparison first, run, comparison second, run, chunk, chunk, chunk, opened second');
  });
});
