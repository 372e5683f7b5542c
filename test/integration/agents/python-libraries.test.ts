import { afterAll, describe, expect, it } from 'vitest';
import { pythonWith } from './python-packages';
import { pythons } from './pythons';
import { program, recordPython, removeTemporaryFolders, runPython } from './record-python';

afterAll(removeTemporaryFolders);

const packages = ['trio', 'unsync', 'uvloop'];
const found = await Promise.all(
  [pythons[0], pythons.at(-1)].map(async (python) => ({
    version: python?.version ?? 'none',
    ...(await pythonWith(python, packages)),
  })),
);

describe.each(found)('in $version', ({ path, missing }) => {
  it.skipIf(missing !== null)(
    `Trio: tasks, steps, nurseries, ends${missing === null ? '' : `: ${missing}`}`,
    async () => {
      const { code, stdout, stderr, collected, epoch } = await recordPython(path, [program('trio_truth.py')]);
      const alone = await runPython(path, [program('trio_truth.py')]);
      expect({ code, stderr }).toEqual({ code: alone.code, stderr: alone.stderr });
      const main = collected.threads.find(({ hello }) => hello.kind === 'main')!;
      const called = (name: string) => main.operations.filter((one) => one.name === name);
      expect(called('worker')).toHaveLength(10);
      const [root] = called('main');
      for (const one of main.operations) expect(one.startedBy).toBe(one === root ? null : root!.id);
      expect(called('failing').map(({ ended }) => ended?.outcome)).toEqual(['failed']);
      expect(called('sleep_forever').map(({ ended }) => ended?.outcome)).toEqual(['cancelled']);
      expect(called('the waiter (Event.wait)').map(({ ended }) => ended?.outcome)).toEqual(['ended']);
      const workers = new Set(called('worker').map(({ id }) => id));
      for (const id of workers) {
        const own = main.steps.filter((step) => step.operation === id);
        expect(own.map(({ awaits }) => awaits)).toEqual(['sleep', 'sleep', 'sleep', '']);
      }
      const steps = JSON.parse(stdout) as [name: string, start: number, end: number][];
      for (const [name, start, end] of steps.filter(([name]) => name === 'worker')) {
        const around = main.steps.filter(
          (step) =>
            workers.has(step.operation) && step.start <= start - Number(epoch) && step.end >= end - Number(epoch),
        );
        expect([name, around.length]).toEqual([name, 1]);
      }
      expect(main.blocked.filter(([, , what]) => what === 'blocks')).toHaveLength(1);
      expect(Math.max(...main.lags.map(([, worst]) => worst))).toBeGreaterThan(50e6);
      expect(collected.notices).toEqual([]);
    },
  );

  it.skipIf(missing !== null)('unsync: its loop, its threads and its processes', async () => {
    const { code, stdout, stderr, collected } = await recordPython(path, [program('with_unsync.py')]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "['waited', 'blocked', 4999950000]\n", stderr: '' });
    expect(collected.operations('task').map(({ name }) => name)).toContain('waits');
    const jobs = collected.threads.flatMap((thread) => thread.jobs);
    const queued = collected.threads.flatMap((thread) => thread.queued);
    expect(queued.map(({ kind, name }) => `${kind}: ${name}`).toSorted()).toEqual([
      'process pool: computes',
      'thread pool: blocks',
    ]);
    expect(jobs.map(({ kind }) => kind).toSorted()).toEqual(['process pool', 'thread pool']);
  });

  it.skipIf(missing !== null)('uvloop: tasks are told, and it runs as it does', async () => {
    const source = `
import asyncio, uvloop
async def fetch(): await asyncio.sleep(0.01); return 1
async def main(): return sum(await asyncio.gather(*(fetch() for _ in range(5))))
uvloop.install()
print(asyncio.run(main()))`;
    const { code, stdout, collected } = await recordPython(path, ['-c', source]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '5\n' });
    const tasks = collected.operations('task');
    expect(tasks.filter(({ name }) => name === 'fetch').map(({ ended }) => ended?.outcome)).toEqual(
      Array.from({ length: 5 }, () => 'ended'),
    );
    expect(collected.notices).toEqual([
      'Event loops of uvloop are not turned by Python: their tasks are seen, but not the steps, the lag and the utilisation.',
    ]);
  });
});
