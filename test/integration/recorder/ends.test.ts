import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTracks } from '../../../src/core/trace/find-tracks';
import { sliceFlags } from '../../../src/core/trace/track';
import { allProcesses } from '../../../src/recorder/proc/process-stat';
import { compare, fixture, RecorderUnderTest, specOf } from './comparison-under-test';

let recorder: RecorderUnderTest;
beforeEach(() => {
  recorder = new RecorderUnderTest();
});
afterEach(() => recorder.close());

const module = (name: string) => ({ kind: 'module', id: fixture(name) }) as const;

/** Hosts, and what they started, that are alive and came from this test. */
function jobsLeft(): string[] {
  const processes = allProcesses();
  return processes
    .filter(({ state, parent, pid }) => state !== 'Z' && parent === process.pid && pid !== recorder.child.pid)
    .map(({ pid, name }) => `${pid} ${name}`);
}

describe('the end of a run', () => {
  it('stop: ends the run that is computing at once, keeps it, leaves out the rest, leaves no process', async () => {
    const spec = specOf(module('quick-then-forever.mjs'), { modes: ['threads', 'serial'] });
    let asked = 0;
    const { finished } = await compare(recorder, spec, ({ current }, comparison) => {
      if (current?.phase !== 'running') return;
      setTimeout(() => {
        asked = performance.now();
        comparison.stop();
      }, 1500);
    });
    const { state, runs } = await finished;
    expect(performance.now() - asked).toBeLessThan(3000);
    expect(state).toBe('stopped');
    expect(runs.map(({ manifest }) => [manifest.id, manifest.status])).toEqual([['threads-1', 'stopped']]);
    const recording = recorder.recording('threads-1');
    const tasks = findTracks(recording, 'slices', 'tasks').map(({ columns }) => columns);
    const finishedItems = tasks.flatMap(({ id, flags }) => [...id].filter((_, row) => flags[row] === 0));
    expect(finishedItems.length).toBe(200);
    const unfinished = tasks.flatMap(({ id, flags }) =>
      [...id].filter((_, row) => flags[row] === sliceFlags.unfinished),
    );
    expect(unfinished).toEqual([200]);
    expect(jobsLeft()).toEqual([]);
  });

  it('skip: ends the current run and goes on with the next', async () => {
    const spec = specOf(module('wait.mjs'), { modes: ['serial', 'async'] });
    const { finished } = await compare(recorder, spec, ({ current }, comparison) => {
      if (current?.mode === 'serial' && current.phase === 'running') comparison.skip();
    });
    const { state, runs } = await finished;
    expect(state).toBe('done');
    expect(runs.map(({ manifest }) => manifest.status)).toEqual(['stopped', 'done']);
  });

  it('time limit: a run that takes longer is stopped and says so; the task that blocks it is shown to its end', async () => {
    const spec = specOf(module('forever.mjs'), { modes: ['serial'], timeLimitMs: 1000 });
    const { runs } = await (await compare(recorder, spec)).finished;
    const { status, failure } = runs[0]!.manifest;
    expect(status).toBe('stopped');
    expect(failure!.message).toBe(
      'Stopped at the time limit of 1 s. Give it more time, or less to do. Item 1 was in flight.',
    );
    const [tasks] = findTracks(recorder.recording('serial-1'), 'slices', 'tasks');
    const row = tasks!.columns.id.indexOf(1);
    expect(tasks!.columns.flags[row]).toBe(sliceFlags.unfinished);
    // The blocked host could not tell anything for nearly a second: it was seen from outside.
    expect(tasks!.columns.end[row]! - tasks!.columns.start[row]!).toBeGreaterThan(800e6);
    expect(jobsLeft()).toEqual([]);
  });

  it('a host that is killed: everything up to the last flush is there, and the sentence names the item', async () => {
    const spec = specOf(module('quick-then-forever.mjs'), { modes: ['serial'] });
    const { finished } = await compare(recorder, spec, ({ current }) => {
      if (current?.phase !== 'running') return;
      setTimeout(() => {
        const host = allProcesses().find(({ parent, pid }) => parent === process.pid && pid !== recorder.child.pid);
        process.kill(host!.pid, 'SIGKILL');
      }, 1500);
    });
    const { runs } = await finished;
    const { message, item } = runs[0]!.manifest.failure!;
    expect(message).toContain('killed from outside (SIGKILL)');
    expect(message).toContain('Item 200 was in flight.');
    expect(item).toBe(200);
    const [tasks] = findTracks(recorder.recording('serial-1'), 'slices', 'tasks');
    expect([...tasks!.columns.id].sort((a, b) => a - b)).toEqual(Array.from({ length: 201 }, (_, item) => item));
    expect([...tasks!.columns.flags].filter((flag) => flag === sliceFlags.unfinished)).toHaveLength(1);
  });

  it('a module that can’t be loaded is told once for each mode, whatever the repeats', async () => {
    const spec = specOf(module('throws-on-load.mjs'), { modes: ['serial', 'threads'], repeats: 5 });
    const { state, runs } = await (await compare(recorder, spec)).finished;
    expect(state).toBe('failed');
    expect(runs.map(({ manifest }) => manifest.id)).toEqual(['serial-1', 'threads-1']);
    for (const { manifest } of runs) expect(manifest.failure!.message).toContain('no such planet');
  });

  it('a job that ends itself fails with the item it did it in, and the next mode runs', async () => {
    const spec = specOf(module('exits.mjs'), { modes: ['serial', 'async'] });
    const { runs } = await (await compare(recorder, spec)).finished;
    expect(runs).toHaveLength(2);
    expect(runs[0]!.manifest.failure!.message).toContain('process.exit()');
    expect(runs[0]!.manifest.failure!.item).toBe(1);
  });

  it('a job that eats all memory is said to', async () => {
    const spec = specOf(module('eats-memory.mjs'), { modes: ['serial'] });
    const { runs } = await (await compare(recorder, spec)).finished;
    expect(runs[0]!.manifest.failure!.message).toMatch(/ran out of memory.*Item 0 was in flight\.$/);
    expect(runs[0]!.manifest.failure!.output).toContain('heap out of memory');
  });

  it('what the user’s code leaves behind ends with the run', async () => {
    const spec = specOf(module('leaves-children.mjs'), { modes: ['serial'] });
    const { runs } = await (await compare(recorder, spec)).finished;
    const { status, outcome } = runs[0]!.manifest;
    expect(status).toBe('done');
    const pid = Number(/pid (\d+)/.exec(outcome!.output.tail)![1]);
    expect(allProcesses().filter((stat) => stat.pid === pid && stat.state !== 'Z')).toEqual([]);
  });
});
