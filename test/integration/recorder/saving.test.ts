import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTracks } from '../../../src/core/trace/find-tracks';
import { RecordingBuilder } from '../../../src/core/trace/recording-builder';
import type { Recording } from '../../../src/core/trace/recording';
import type { RecorderEvent } from '../../../src/core/protocol/recorder';
import { compare, fixture, RecorderUnderTest, specOf } from './comparison-under-test';

let recorder: RecorderUnderTest;
beforeEach(() => {
  recorder = new RecorderUnderTest();
});
afterEach(() => recorder.close());

const wait = { kind: 'module', id: fixture('wait.mjs') } as const;

function opened(events: readonly RecorderEvent[], run: string): Recording {
  const builder = new RecordingBuilder();
  for (const event of events) if (event.type === 'chunk' && event.run === run) builder.appendPacked(event.chunk);
  return builder.snapshot();
}

const dump = ({ lanes, tracks, seenUntil, open }: Recording): unknown => ({
  lanes,
  seenUntil,
  open,
  tracks: tracks.map(({ columns, ...info }) => ({
    ...info,
    columns: Object.fromEntries(
      Object.entries(columns as unknown as Record<string, Float64Array>).map(([name, all]) => [name, [...all]]),
    ),
  })),
});

describe('what is recorded is saved', () => {
  it('a comparison that was opened again is the one that was seen live', async () => {
    const { finished } = await compare(recorder, specOf(wait, { modes: ['threads', 'processes'] }));
    const { manifest } = await finished;
    const live = manifest.runs.map(({ id }) => recorder.recording(id));
    const { comparisons, recovered } = await recorder.client.request('list', null);
    expect(comparisons.map(({ id }) => id)).toEqual([manifest.id]);
    expect(recovered).toEqual([]);
    const before = recorder.events.length;
    const again = await recorder.client.request('open', { source: { id: manifest.id }, stream: 'a-stream' });
    expect(again.manifest).toEqual(manifest);
    const events = recorder.events.slice(before);
    expect(events.at(-1)).toEqual({ type: 'opened', comparison: manifest.id, stream: 'a-stream' });
    for (const [index, { id }] of manifest.runs.entries()) expect(dump(opened(events, id))).toEqual(dump(live[index]!));
    expect(recorder.troubles).toEqual([]);
  });

  it('a library that can’t be written: the comparison runs in memory, and both manifest and owner are told why', async () => {
    const file = join(recorder.folder, 'file');
    writeFileSync(file, '');
    const { finished } = await compare(recorder, specOf(wait, { modes: ['async'] }), undefined, join(file, 'library'));
    const { manifest, state, runs } = await finished;
    expect(state).toBe('done');
    expect(runs[0]!.numbers!.tasks.count).toBe(40);
    expect(findTracks(recorder.recording('async-1'), 'slices', 'tasks')[0]!.columns.id).toHaveLength(40);
    expect(recorder.troubles).toHaveLength(1);
    expect(recorder.troubles[0]).toMatch(/library.*The comparison runs, but it is not saved\.$/);
    expect(manifest.runs[0]!.notices).toEqual([expect.stringContaining('in memory only')]);
  });

  it('a disk that takes no more: said once, the picture goes on, what was saved stays', async () => {
    await recorder.close();
    recorder = new RecorderUnderTest({ mostFileKilobytes: 6 });
    const { finished } = await compare(recorder, specOf(wait, { modes: ['serial'] }));
    const { manifest } = await finished;
    expect(recorder.troubles).toHaveLength(1);
    expect(recorder.troubles[0]).toMatch(/The recording goes on, but what comes from now on is not saved\.$/);
    expect(manifest.runs[0]!.status).toBe('done');
    expect(manifest.runs[0]!.notices).toEqual(recorder.troubles);
    expect(findTracks(recorder.recording('serial-1'), 'slices', 'tasks')[0]!.columns.id).toHaveLength(40);
    const before = recorder.events.length;
    const again = await recorder.client.request('open', { source: { id: manifest.id }, stream: 'a-stream' });
    expect(again.manifest.runs[0]!.status).toBe('done');
    const saved = findTracks(opened(recorder.events.slice(before), 'serial-1'), 'slices', 'tasks')[0]!.columns.id;
    expect(saved.length).toBeGreaterThan(0);
    expect(saved.length).toBeLessThan(40);
  });

  it.each(['its parent goes away', 'it is killed'])(
    'when %s in the middle of a run, the next start recovers it',
    async (how) => {
      const comparison = await compare(recorder, specOf(wait, { modes: ['serial'] }), ({ current }) => {
        if (current?.phase !== 'running') return;
        setTimeout(() => {
          if (how === 'it is killed') recorder.child.kill('SIGKILL');
          else recorder.child.disconnect();
        }, 1200);
      });
      await expect(comparison.finished).rejects.toThrow('The recorder ended.');
      const seen = findTracks(recorder.recording('serial-1'), 'slices', 'tasks')[0]!.columns.id.length;
      expect(seen).toBeGreaterThan(5);
      const next = new RecorderUnderTest();
      try {
        await next.hello(recorder.library);
        const { recovered } = await next.client.request('list', null);
        expect(recovered).toEqual([comparison.manifest.id]);
        const { manifest } = await next.client.request('open', { source: { id: comparison.manifest.id } });
        expect(manifest.runs[0]!.status).toBe('recovered');
        const saved = findTracks(next.recording('serial-1'), 'slices', 'tasks')[0]!.columns.id.length;
        // A kill loses what came after the last write, a quarter of a second ago: 5 tasks of 50 ms; an end in order nothing.
        expect(saved).toBeGreaterThanOrEqual(how === 'it is killed' ? seen - 6 : seen);
        const until = recorder.recording('serial-1').seenUntil - next.recording('serial-1').seenUntil;
        expect(until).toBeLessThanOrEqual(250e6);
      } finally {
        await next.close();
      }
    },
  );

  it('leaves no frames behind', async () => {
    const { finished } = await compare(recorder, specOf(wait, { modes: ['async'] }));
    const { manifest } = await finished;
    const run = join(recorder.library, manifest.id, 'runs', 'async-1');
    expect(existsSync(join(run, 'manifest.json'))).toBe(true);
    expect(readdirSync(run, { recursive: true }).filter((name) => String(name).endsWith('.frames'))).toEqual([]);
  });
});

describe('viewers', () => {
  it('messages that are none do no harm', async () => {
    for (const message of ['hello', 7, [], { call: 'x' }, { type: 'unknown' }]) recorder.child.send(message);
    await expect(recorder.hello()).resolves.toMatchObject({ node: process.versions.node });
  });
});
