import { afterAll, describe, expect, it } from 'vitest';
import { noPython, pythons, somePythons } from './pythons';
import { program, recordPython, removeTemporaryFolders, runPython } from './record-python';

afterAll(removeTemporaryFolders);

interface Truth {
  readonly steps: readonly (readonly [name: string, start: number, end: number])[];
  readonly counts: Readonly<Record<string, number>>;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

describe.skipIf(noPython !== null)('asyncio', () => {
  describe.each(pythons)('in $version', ({ path }) => {
    it('tells of every task: its steps, what it waits for, how it ended, and who made it', async () => {
      const { code, stdout, stderr, collected, epoch } = await recordPython(path, [program('asyncio_truth.py')]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      // Times lose nothing: they have 15 digits.
      const { steps, counts } = JSON.parse(stdout) as Truth;
      expect(collected.notices).toEqual([]);
      const main = collected.threads.find(({ hello }) => hello.kind === 'main')!;
      const called = (name: string) => main.operations.filter((one) => one.kind === 'task' && one.name === name);

      expect(called('worker')).toHaveLength(counts['worker']!);
      expect(called('awaiting')).toHaveLength(counts['awaiting']!);
      const [root] = called('main');
      for (const one of main.operations.filter(({ name }) => /^(worker|awaiting|failing|doomed)/.test(name)))
        expect(one.startedBy).toBe(root!.id);
      expect(called('failing').map(({ ended }) => ended?.outcome)).toEqual(['failed']);
      expect(called('doomed (cancelled)').map(({ ended }) => ended?.outcome)).toEqual(['cancelled']);
      expect(called('worker').map(({ ended }) => ended?.outcome)).toEqual(called('worker').map(() => 'ended'));

      const stepsOf = (operation: number) => main.steps.filter((step) => step.operation === operation);
      for (const worker of called('worker')) {
        const own = stepsOf(worker.id);
        expect(own.map(({ awaits }) => awaits)).toEqual(['sleep', 'sleep', 'sleep', '']);
        expect(worker.ended!.at).toBe(own.at(-1)!.end);
      }
      const waits = called('awaiting').map(({ id }) => stepsOf(id)[0]!.awaits);
      expect(waits.map((text) => text.replace(/\w+\./, ''))).toEqual([
        'queue: get',
        'lock: acquire',
        'lock: wait',
        'future',
        'executor',
        'task blocks',
      ]);
      expect(stepsOf(root!.id).at(-2)!.awaits).toBe('gather');

      // Every step that the program measured lies in one that is told, and is hardly shorter.
      const workers = new Set(called('worker').map(({ id }) => id));
      const excesses = steps
        .filter(([name]) => name === 'worker')
        .map(([, start, end]) => {
          const [from, until] = [start - Number(epoch), end - Number(epoch)];
          const around = main.steps.filter(
            (step) => workers.has(step.operation) && step.start <= from && step.end >= until,
          );
          expect(around).toHaveLength(1);
          return around[0]!.end - around[0]!.start - (until - from);
        });
      expect(excesses).toHaveLength(3 * counts['worker']!);
      expect(median(excesses)).toBeLessThan(0.2e6);
    });

    it('a step that blocks the loop is told, with what it ran; lag and utilisation say so', async () => {
      const { stdout, collected, epoch } = await recordPython(path, [program('asyncio_truth.py')]);
      const { steps } = JSON.parse(stdout) as Truth;
      const [, start, end] = steps.find(([name]) => name === 'blocks')!;
      const main = collected.threads.find(({ hello }) => hello.kind === 'main')!;
      const blocked = main.blocked.filter(([, , what]) => what === 'blocks');
      expect(blocked).toHaveLength(1);
      expect(blocked[0]![0]).toBeLessThanOrEqual(start - Number(epoch));
      expect(blocked[0]![1]).toBeGreaterThanOrEqual(end - Number(epoch));
      expect(Math.max(...main.lags.map(([, worst]) => worst))).toBeGreaterThan(60e6);
      const shares = main.utilisations.map(([, share]) => share);
      expect(Math.max(...shares)).toBeGreaterThan(0.9);
      expect(Math.max(...main.inFlight.map(([, most]) => most))).toBeGreaterThanOrEqual(39);
    });

    it('two loops in two threads, and one in a forked child', async () => {
      const { code, stdout, stderr, collected } = await recordPython(path, [program('two_loops.py')]);
      const alone = await runPython(path, [program('two_loops.py')]);
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'given\n', stderr: alone.stderr });
      const threads = collected.threads.filter(({ hello }) => hello.kind !== 'agent');
      const tasks = threads.map(({ hello, operations }) => [
        hello.name === 'other loop' ? 'other' : hello.parentPid === collected.threads[0]!.hello.pid ? 'child' : 'main',
        operations.map(({ name }) => name).filter((name) => !name.startsWith('BaseEventLoop')),
      ]);
      expect(Object.fromEntries(tasks)).toEqual({
        main: ['main'],
        other: expect.arrayContaining(['in_thread', 'own', 'given_away']),
        child: ['own'],
      });
      for (const { operations } of collected.threads)
        for (const { ended } of operations) expect(ended?.outcome).toBe('ended');
      expect(collected.notices).toEqual([]);
    });
  });

  describe.each(somePythons)('in $version', ({ path }) => {
    it('a storm of steps is told in part, and the agent says so', async () => {
      const { code, stdout, collected } = await recordPython(path, [program('storm.py'), '20', '20000']);
      expect({ code, stdout }).toEqual({ code: 0, stdout: '21\n' });
      const [main] = collected.threads;
      expect(main!.steps.length).toBeGreaterThan(5000);
      // 20,000 at once and 10,000 a second, as docs/python.md says; and as many as come until that is noticed.
      const seconds = (main!.steps.at(-1)!.end - main!.steps[0]!.start) / 1e9;
      expect(main!.steps.length).toBeLessThan(60_000 + 11_000 * seconds);
      expect(main!.untold.map(([thing]) => thing)).toContain('steps');
      // Ends are known all the same.
      expect(main!.operations).toHaveLength(21 + main!.operations.filter(({ name }) => name.startsWith('Base')).length);
      expect(main!.operations.filter(({ ended }) => ended?.outcome !== 'ended')).toEqual([]);
      expect(collected.notices).toEqual([]);
    });

    it('a hundred thousand tasks: as many are told as can be, the others are counted', async () => {
      const { code, stdout, collected } = await recordPython(path, [program('storm.py'), '100000', '1']);
      expect({ code, stdout }).toEqual({ code: 0, stdout: '100001\n' });
      const [main] = collected.threads;
      const told = main!.operations.length;
      const counted = main!.untold.reduce((sum, [thing, count]) => sum + (thing === 'tasks' ? count! : 0), 0);
      expect(told).toBeGreaterThanOrEqual(20_000);
      expect(told + counted - main!.operations.filter(({ name }) => name.startsWith('Base')).length).toBe(100_001);
      expect(Math.max(...main!.inFlight.map(([, most]) => most))).toBe(100_001);
    });

    it('tasks that nobody saw being made are told from their first step on', async () => {
      const source = `
import asyncio
# As from Python 3.14 on: no code of Python's hears of a new task.
names = vars(asyncio.tasks)
del names['_scheduled_tasks' if '_scheduled_tasks' in names else '_all_tasks'].add
async def short(): pass
async def longer(): await asyncio.sleep(0.01)
async def main(): await asyncio.gather(short(), longer(), longer())
asyncio.run(main())`;
      const { stderr, collected } = await recordPython(path, ['-c', source]);
      expect(stderr).toBe('');
      const tasks = collected.operations('task').filter(({ name }) => !name.startsWith('BaseEventLoop'));
      expect(tasks.map(({ name }) => name)).toEqual(['main', 'short', 'longer', 'longer']);
      expect(tasks.map(({ ended }) => ended?.outcome)).toEqual(['ended', 'ended', 'ended', 'ended']);
      expect(collected.threads[0]!.steps.length).toBeGreaterThanOrEqual(7);
      expect(collected.notices).toEqual([]);
    });

    it('what a program puts into asyncio goes on working', async () => {
      const withAgent = await recordPython(path, [program('patched_asyncio.py')]);
      const { code, stdout, stderr } = await runPython(path, [program('patched_asyncio.py')]);
      expect([withAgent.code, withAgent.stdout, withAgent.stderr]).toEqual([code, stdout, stderr]);
      expect(stdout).toBe('True True True\n');
    });
  });
});
