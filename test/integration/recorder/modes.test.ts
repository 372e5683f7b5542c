import type { JavaScriptMode } from '../../../src/core/trace/run';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTracks, lanesOfKind } from '../../../src/core/trace/find-tracks';
import { phaseTimes } from '../../../src/core/trace/phase-times';
import type { SlicesColumns } from '../../../src/core/trace/track';
import { compare, fixture, RecorderUnderTest, specOf } from './comparison-under-test';

let recorder: RecorderUnderTest;
beforeEach(() => {
  recorder = new RecorderUnderTest();
});
afterEach(() => recorder.close());

const wait = { kind: 'module', id: fixture('wait.mjs') } as const;
const allItems = Array.from({ length: 40 }, (_, item) => item);

const lanesOfMode = {
  serial: ['job', 'main'],
  async: ['job', 'main'],
  threads: ['job', 'main', 'worker 1', 'worker 2'],
  processes: ['job', 'main', 'process 1', 'main', 'process 2', 'main'],
};

describe('a comparison', () => {
  it('records every task of every mode, on its lane and on the run’s clock', async () => {
    const { finished } = await compare(recorder, specOf(wait));
    const { manifest, runs, differences, state } = await finished;
    expect(state).toBe('done');
    expect(differences).toEqual([]);
    expect(manifest.runs.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
    expect(new Set(runs.map((run) => run.manifest.outcome!.checksum)).size).toBe(1);
    for (const { manifest: run, numbers } of runs) {
      const recording = recorder.recording(run.id);
      const tasks = findTracks(recording, 'slices', 'tasks').map(({ columns }) => columns);
      expect(tasks.flatMap(({ id }) => [...id]).sort((a, b) => a - b)).toEqual(allItems);
      expect(recording.open).toEqual([]);
      const { workStart, workEnd } = phaseTimes(recording);
      expectWithin(tasks, workStart!, workEnd!);
      expect(numbers!.tasks.count).toBe(40);
      expect(numbers!.tasks.maxInFlight).toBe(
        { serial: 1, async: 8, threads: 2, processes: 2 }[run.mode as JavaScriptMode],
      );
      const names = recording.lanes
        .filter(({ kind }) => kind === 'process' || kind === 'thread')
        .map(({ name }) => name);
      expect(names.filter((name) => !/^(V8|pool|native) thread/.test(name)).sort()).toEqual(
        lanesOfMode[run.mode as JavaScriptMode].toSorted(),
      );
      expect(lanesOfKind(recording, 'core').length).toBe(manifest.machine.logicalCores);
      expect(run.capabilities.tasks).toEqual({ quality: 'exact' });
    }
    // 40 waits of 50 ms: in turn, 8 at once, 2 at once.
    const [serial, async, threads] = runs.map(({ numbers }) => numbers!.wallMs);
    expect(serial).toBeGreaterThanOrEqual(40 * 50);
    expect(async).toBeGreaterThanOrEqual(5 * 50);
    expect(async!).toBeLessThan(serial! / 4);
    expect(threads!).toBeLessThan(serial! / 1.5);
  });

  it('interleaves the modes, and tells how far it is', async () => {
    const seen: string[] = [];
    const spec = specOf(wait, { modes: ['async', 'threads'], repeats: 2 });
    const { finished } = await compare(recorder, spec, ({ current, finishedRuns, totalRuns }) => {
      if (current !== null)
        seen.push(`${current.mode} ${current.repeat} ${current.phase} ${finishedRuns}/${totalRuns}`);
    });
    const { runs } = await finished;
    expect(runs.map(({ manifest }) => manifest.id)).toEqual(['async-1', 'threads-1', 'async-2', 'threads-2']);
    expect(seen.filter((line) => line.includes('running'))).toEqual([
      'async 1 running 0/4',
      'threads 1 running 1/4',
      'async 2 running 2/4',
      'threads 2 running 3/4',
    ]);
  });

  it('draws while the run goes on: tasks in flight, and what has been seen', async () => {
    const { finished } = await compare(recorder, specOf(wait, { modes: ['serial'] }));
    await finished;
    const chunks = recorder.events.flatMap((event) => (event.type === 'chunk' ? [event.chunk] : []));
    const inFlight = chunks.filter(({ open }) => open.some(({ id }) => id.length === 1));
    // 2 s at 20 chunks a second, with a task in flight nearly always.
    expect(inFlight.length).toBeGreaterThan(15);
    const edges = chunks.map(({ seenUntil }) => seenUntil);
    expect(edges).toEqual(edges.toSorted((a, b) => a - b));
  });

  it('names the first item whose result differs', async () => {
    const spec = specOf({ kind: 'module', id: fixture('random.mjs') }, { modes: ['serial', 'threads'] });
    const { differences } = await (await compare(recorder, spec)).finished;
    expect(differences).toEqual([{ run: 'threads-1', against: 'serial-1', item: 3 }]);
  });

  it('keeps the end of what a chatty job prints, and is never held up by it', async () => {
    const spec = specOf({ kind: 'module', id: fixture('chatty.mjs') }, { modes: ['serial'] });
    const { runs } = await (await compare(recorder, spec)).finished;
    const { output } = runs[0]!.manifest.outcome!;
    expect(output.bytes).toBeGreaterThan(64 * 64 * 1024);
    expect(output.tail.length).toBe(64 * 1024);
    expect(output.tail.endsWith('item 63\n')).toBe(true);
  });
});

function expectWithin(tasks: readonly SlicesColumns[], start: number, end: number): void {
  for (const columns of tasks) {
    for (const [row, from] of columns.start.entries()) {
      expect(from).toBeGreaterThanOrEqual(start);
      expect(columns.runEnd[row]).toBeGreaterThanOrEqual(from);
      expect(columns.end[row]).toBeGreaterThanOrEqual(columns.runEnd[row]!);
      expect(columns.end[row]).toBeLessThanOrEqual(end);
    }
  }
}
