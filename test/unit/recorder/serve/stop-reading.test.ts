import { expect, it } from 'vitest';
import type { RecorderEvent } from '../../../../src/core/protocol/recorder';
import type { RecordingChunk } from '../../../../src/core/trace/chunk';
import type { ComparisonManifest } from '../../../../src/core/trace/comparison';
import type { RunManifest } from '../../../../src/core/trace/run';
import { Recorder } from '../../../../src/recorder/serve/recorder';
import type { Library, LoadedComparison } from '../../../../src/recorder/store/store';

const run = (id: string): RunManifest => ({
  schema: 'juggler.run/1',
  id,
  mode: 'serial',
  workers: 1,
  inFlight: 64,
  repeat: 1,
  status: 'done',
  startedAt: '2026-01-01T00:00:00.000Z',
  capabilities: {},
});
// Only what the recorder looks at.
const manifest = { id: 'c', runs: [run('a'), run('b')] } as unknown as ComparisonManifest;
const chunk: RecordingChunk = { lanes: [], tracks: [], strings: [], rows: [], open: [], seenUntil: 1 };

it('reading ends where it is stopped: what was read is kept, and every run that is not whole says so', async () => {
  const events: RecorderEvent[] = [];
  let closed = false;
  async function* chunks() {
    try {
      for (;;) yield chunk;
    } finally {
      closed = true;
    }
  }
  async function* runs(): LoadedComparison['runs'] {
    for (const one of manifest.runs) yield { run: one, chunks: chunks(), afterReading: () => one };
  }
  const library = { owned: 0, recoverAll: async () => [], load: async () => ({ manifest, runs: runs() }) };
  const recorder: Recorder = new Recorder({
    openLibrary: async () => library as unknown as Library,
    event: (event) => {
      events.push(event);
      // After a few chunks somebody has seen enough.
      if (events.length === 5) void recorder.handlers.stopReading({ id: 'c' });
    },
    trouble: (message) => expect.unreachable(message),
  });
  await recorder.handlers.hello({ library: '/nowhere', version: '0', electron: null });
  const opened = await recorder.handlers.open({ source: { id: 'c' } });
  const types = events.map(({ type }) => type).join(' ');
  expect(types).toBe('comparison run chunk chunk chunk run run run opened');
  expect(closed).toBe(true);
  for (const { notices } of opened.manifest.runs) {
    expect(notices).toEqual(['Reading was stopped: only what was read until then is shown.']);
  }
});
