import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findTracks, lanesOfKind } from '../../../src/core/trace/find-tracks';
import { phaseTimes } from '../../../src/core/trace/phase-times';
import { pythonModes, type JobMode, type PythonMode } from '../../../src/core/trace/run';
import { noPython, pythons } from '../agents/pythons';
import { compare, RecorderUnderTest, specOf } from '../recorder/comparison-under-test';
import { pythonWithPackages } from './python-with-packages';

const withPackages = pythonWithPackages();
const missing = 'missing' in withPackages ? withPackages.missing : null;
const path = 'path' in withPackages ? withPackages.path : '';
const python = { path, version: '3.11' };
/** Need nothing but the interpreter. */
const plainModes: readonly PythonMode[] = ['serial', 'asyncio', 'to-thread', 'threads', 'processes'];

let recorder: RecorderUnderTest;
beforeEach(() => {
  recorder = new RecorderUnderTest();
});
afterEach(() => recorder.close());

const fixture = (name: string): string => resolve('test/fixtures/python-modules', name);
const moduleOf = (name: string, of = python) => ({ kind: 'module', id: fixture(name), python: of }) as const;

const lanesOfMode: Readonly<Record<PythonMode, readonly string[]>> = {
  serial: ['job', 'main'],
  asyncio: ['event loop', 'job', 'main'],
  'to-thread': ['job', 'main', 'worker 1', 'worker 2'],
  threads: ['job', 'main', 'worker 1', 'worker 2'],
  processes: ['job', 'main', 'main', 'main', 'process 1', 'process 2'],
  trio: ['event loop', 'job', 'main'],
  unsync: ['event loop', 'job', 'main', 'unsync'],
  cython: ['job', 'main', 'worker 1', 'worker 2'],
};
const inFlightOfMode: Readonly<Record<PythonMode, number>> = {
  serial: 1,
  asyncio: 8,
  'to-thread': 2,
  threads: 2,
  processes: 2,
  trio: 8,
  unsync: 8,
  cython: 2,
};

describe.skipIf(missing !== null)(`Python in every mode${missing === null ? '' : ` (${missing})`}`, () => {
  it('records every task of every mode, on its lane and on the run’s clock', { timeout: 120_000 }, async () => {
    const { finished } = await compare(recorder, specOf(moduleOf('waits.py'), { modes: pythonModes }));
    const { manifest, runs, differences } = await finished;
    expect(manifest.runs.map(({ mode, failure }) => [mode, failure?.message])).toEqual(
      pythonModes.map((mode) => [mode, undefined]),
    );
    expect(differences).toEqual([]);
    expect(new Set(runs.map((run) => run.manifest.outcome!.checksum)).size).toBe(1);
    for (const { manifest: run, numbers } of runs) {
      const mode = run.mode as PythonMode;
      const recording = recorder.recording(run.id);
      const tasks = findTracks(recording, 'slices', 'tasks').map(({ columns }) => columns);
      expect(tasks.flatMap(({ id }) => [...id]).sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
      const { start, workStart, workEnd } = phaseTimes(recording);
      expect(start).toBe(0);
      for (const columns of tasks) {
        expect(Math.min(...columns.start)).toBeGreaterThanOrEqual(workStart!);
        expect(Math.max(...columns.end)).toBeLessThanOrEqual(workEnd!);
        for (let row = 0; row < columns.start.length; row++) {
          expect(columns.end[row]! - columns.start[row]!).toBeGreaterThanOrEqual(49e6);
        }
      }
      expect(numbers!.tasks.maxInFlight).toBe(inFlightOfMode[mode]);
      const names = recording.lanes.filter(({ kind }) => kind !== 'core' && kind !== 'machine').map(({ name }) => name);
      expect(names.filter((name) => !/ thread/.test(name)).sort()).toEqual(lanesOfMode[mode]);
      expect(lanesOfKind(recording, 'core').length).toBe(manifest.machine.logicalCores);
      // Waiting costs no CPU time: all of it together is less than one item's wait.
      expect(run.outcome!.workCpuMs).toBeLessThan(run.outcome!.workMs / 2);
    }
  });

  it('beats serial by more than the number of cores where the work waits', { timeout: 120_000 }, async () => {
    const modes: JobMode[] = ['serial', 'asyncio', 'threads', 'trio', 'unsync'];
    const parameters = { minMs: 50, maxMs: 100, port: 0 };
    const workload = { kind: 'built-in', id: 'py-requests', items: 24, parameters, python } as const;
    const { finished } = await compare(recorder, specOf(workload, { modes, workers: 12, inFlight: 64 }));
    const { manifest, runs } = await finished;
    expect(runs.map(({ manifest: run }) => run.failure?.message)).toEqual(modes.map(() => undefined));
    expect(new Set(runs.map((run) => run.manifest.outcome!.checksum)).size).toBe(1);
    const [serial, ...others] = runs.map(({ manifest: run }) => run.outcome!.workMs);
    expect(serial).toBeGreaterThanOrEqual(24 * 50);
    for (const other of others) expect(serial! / other).toBeGreaterThan(manifest.machine.logicalCores);
  });

  it(
    'compiles Cython once, apart from the work, to results that are equal to the bit',
    { timeout: 120_000 },
    async () => {
      const workload = {
        kind: 'built-in',
        id: 'py-compute',
        items: 16,
        parameters: { millions: 4 },
        python,
      } as const;
      const { finished } = await compare(recorder, specOf(workload, { modes: ['serial', 'cython'], repeats: 2 }));
      const { runs } = await finished;
      expect(runs.map(({ manifest: run }) => run.failure?.message)).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(new Set(runs.map((run) => run.manifest.outcome!.checksum)).size).toBe(1);
      const [serial, , , cython] = runs.map(({ manifest: run }) => run);
      // In C, and on two threads: an order of magnitude, in CPU time, which others on the machine don't change.
      expect(cython!.outcome!.workCpuMs!).toBeLessThan(serial!.outcome!.workCpuMs! / 5);
      expect(cython!.notices!.join()).toContain('py_compute.pyx was compiled before');
    },
  );
});

describe.skipIf(noPython !== null)(`Python ${noPython ?? ''}`, () => {
  it.each(pythons)(
    '$version runs the same work to the same results in every plain mode',
    { timeout: 60_000 },
    async (of) => {
      const { finished } = await compare(recorder, specOf(moduleOf('values.py', of), { modes: plainModes }));
      const { runs, differences } = await finished;
      expect(runs.map(({ manifest: run }) => run.failure?.message)).toEqual(plainModes.map(() => undefined));
      expect(differences).toEqual([]);
      expect(new Set(runs.map((run) => run.manifest.outcome!.checksum)).size).toBe(1);
      expect(runs[0]!.manifest.outcome!.tasksFinished).toBe(16);
    },
  );

  const any = pythons.at(-1)!;
  const failures = async (name: string, modes: readonly JobMode[]) => {
    const { finished } = await compare(recorder, specOf(moduleOf(name, any), { modes }));
    return (await finished).manifest.runs.map(({ failure }) => failure);
  };

  it('names the item that failed, with the traceback of the user’s code alone', async () => {
    for (const failure of await failures('raises.py', plainModes)) {
      expect(failure).toMatchObject({ message: 'item 3 failed: ValueError: three is not allowed', item: 3 });
      expect(failure!.stack).toMatch(/in run(_async)?\n.*\n.*in inner\n/);
      expect(failure!.stack).not.toContain('juggler_job');
    }
  });

  it.each<[string, string]>([
    ['syntax-error.py', 'loading syntax-error.py failed at syntax-error.py:1:'],
    ['no-items.py', 'no-items.py has no “ITEMS”. It defines run. A module needs these:'],
    ['run-is-async.py', 'run-is-async.py defines “run” as a coroutine: call that one “run_async”'],
    ['returns-function.py', 'item 0 returned a function, which can’t be sent between processes nor compared'],
    ['os-exit.py', 'does the work call os._exit() or os.execv()? Item 2 was in flight.'],
    ['crashes.py', "The job's interpreter crashed (SIGSEGV) in native code"],
    ['nowhere.py', 'nowhere.py doesn’t exist.'],
  ])('says what is wrong with %s', async (name, sentence) => {
    const [failure] = await failures(name, ['serial']);
    expect(failure?.message).toContain(sentence);
  });

  it('says which item a process can’t be sent, and which one killed a process', async () => {
    const [unpicklable] = await failures('unpicklable-item.py', ['processes']);
    expect(unpicklable).toMatchObject({
      item: 2,
      message: expect.stringContaining('item 2 can’t be sent to a process'),
    });
    const [killed] = await failures('os-exit.py', ['processes']);
    expect(killed?.message).toMatch(/^worker [12] ended with exit code 7 while running item 2\.$/);
  });

  it('measures what pickling took on both sides, and shows it', async () => {
    const spec = specOf(moduleOf('slow-to-pickle.py', any), { modes: ['processes'], workers: 1 });
    const { finished } = await compare(recorder, spec);
    const [run] = (await finished).manifest.runs;
    const { pickling, startupMs, workMs } = run!.outcome!;
    expect(pickling!.packMs).toBeGreaterThanOrEqual(8 * 20);
    expect(pickling!.unpackMs).toBeGreaterThanOrEqual(8 * 10);
    expect(pickling!.ms).toBeGreaterThanOrEqual(Math.max(pickling!.packMs, pickling!.unpackMs));
    expect(pickling!.ms).toBeLessThanOrEqual(Math.min(workMs, pickling!.packMs + pickling!.unpackMs) + 0.001);
    const recording = recorder.recording('processes-1');
    const tracks = findTracks(recording, 'slices', 'pickling');
    const [packed, unpacked] = ['pickling items', 'unpickling items'].map((name) =>
      tracks.filter(({ columns }) => recording.strings[columns.id[0]!] === name),
    );
    expect(packed!.map(({ lane }) => recording.lanes[lane]!.name)).toEqual(['to process 1']);
    expect(unpacked!.map(({ lane }) => recording.lanes[lane]!.name)).toEqual(['main']);
    for (const [of, ms] of [[packed!, pickling!.packMs] as const, [unpacked!, pickling!.unpackMs] as const]) {
      const { start, end } = of[0]!.columns;
      expect(end.reduce((sum, at, row) => sum + at - start[row]!, 0) / 1e6).toBeCloseTo(ms, 1);
    }
    expect(startupMs).toBeGreaterThan(0);
  });

  it('tells results that differ, and the first item that does', async () => {
    const { finished } = await compare(recorder, specOf(moduleOf('differs.py', any), { modes: ['serial', 'asyncio'] }));
    expect((await finished).differences).toEqual([{ run: 'asyncio-1', against: 'serial-1', item: 2 }]);
  });

  it('leaves no process behind when it is stopped in the middle of an endless item', async () => {
    const modes: JobMode[] = ['processes'];
    const { finished } = await compare(recorder, specOf(moduleOf('endless.py', any), { modes, timeLimitMs: 2000 }));
    const { manifest, runs } = await finished;
    expect(manifest.runs[0]).toMatchObject({ status: 'stopped' });
    const pids = recorder.recording('processes-1').lanes.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
    expect(runs).toHaveLength(1);
    expect(new Set(pids).size).toBe(3);
    expect(pids.filter(isRunning)).toEqual([]);
  });
});

/** An orphan that has ended may stay in the table until somebody asks how. */
function isRunning(pid: number): boolean {
  try {
    return !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
