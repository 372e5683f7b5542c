import { afterAll, describe, expect, it } from 'vitest';
import { noPython, pythons, somePythons } from './pythons';
import { program, recordPython, removeTemporaryFolders } from './record-python';

/* Tasks and loops that asyncio makes or turns in another way than the usual one. */

afterAll(removeTemporaryFolders);

const withEager = pythons.filter(({ version }) => Number(version.split('.')[1]) >= 12);

describe.skipIf(withEager.length === 0).each(withEager)('asyncio of Python $version', ({ path }) => {
  it.each(['usual', 'eager', 'own'])('tells of all tasks, however they are made: %s', async (how) => {
    const { code, stderr, collected } = await recordPython(path, [program('eager_tasks.py'), how]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(collected.notices).toEqual([]);
    const [main] = collected.threads;
    const tasks = collected.operations('task');
    const called = (name: string) => tasks.filter((task) => task.name === name);
    expect(['quick', 'slow', 'busy', 'fails', 'makes', 'main'].map((name) => called(name).length)).toEqual([
      21, 11, 1, 1, 1, 1,
    ]);
    expect(tasks.every(({ ended }) => ended !== null)).toBe(true);
    expect(called('fails')[0]!.ended!.outcome).toBe('failed');
    for (const slow of called('slow')) expect(slow.ended!.at - slow.at).toBeGreaterThanOrEqual(19e6);
    // Whoever made it, not whoever was there around it.
    const makers = called('quick').map(({ startedBy }) => startedBy);
    expect(makers.filter((maker) => maker === called('main')[0]!.id)).toHaveLength(20);
    expect(makers.filter((maker) => maker === called('makes')[0]!.id)).toHaveLength(1);
    const [busy] = called('busy');
    const steps = main!.steps.filter(({ operation }) => operation === busy!.id);
    expect(steps).toHaveLength(1);
    expect(steps[0]!.end - steps[0]!.start).toBeGreaterThanOrEqual(50e6);
    expect(main!.blocked.filter(([, , what]) => what === 'busy')).toHaveLength(1);
  });
});

describe.skipIf(noPython !== null).each(somePythons)(
  'a loop of Python $version that turns in its own way',
  ({ path }) => {
    it('is seen turning, and is not blocked while it waits', async () => {
      const { code, stderr, collected } = await recordPython(path, [program('own_turns.py')]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const [main] = collected.threads;
      expect(main!.blocked.map(([, , what]) => what)).toEqual(['main']);
      const shares = main!.utilisations.map(([, share]) => share);
      expect(Math.min(...shares)).toBeLessThan(0.1);
      expect(collected.operations('task').map(({ name }) => name)).toEqual(['main', 'tick', 'tick']);
      expect(collected.notices).toEqual([expect.stringContaining('nest_asyncio')]);
    });
  },
);
