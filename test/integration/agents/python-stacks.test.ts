/*
 * Programs that know which of their functions ran when, and for how long. What others run on the machine keeps a thread from
 * its core: of a function at least its CPU time is seen, and at most its wall time.
 */
import { afterAll, describe, expect, it } from 'vitest';
import type { CollectedThread } from './collected';
import { noPython, somePythons } from './pythons';
import { program, recordPython, removeTemporaryFolders } from './record-python';

afterAll(removeTemporaryFolders);

/** What a function's beginning and end may be wrong by: a look every 20 ms at the worst, twice, and a wait for a core. */
const edgesNs = 60e6;

/** Functions of a stack, innermost first. */
function stackOf({ stackNodes }: CollectedThread, node: number): readonly string[] {
  const names: string[] = [];
  const nodes = new Map(stackNodes.map((one) => [one.node, one]));
  for (let at = nodes.get(node); at !== undefined; at = nodes.get(at.parent ?? 0)) names.push(at.function);
  return names;
}

/** Without the class, which older Pythons don't tell. */
const plain = (name: string): string => name.split('.').at(-1)!;

const seenIn = (thread: CollectedThread, name: string): number =>
  thread.stacks.reduce((sum, [from, to, node]) => sum + (stackOf(thread, node).includes(name) ? to - from : 0), 0);

describe.skipIf(noPython !== null).each(somePythons)('stacks in Python $version', ({ path }) => {
  it('a blocked loop: what its thread ran from soon on to the end, and nothing of it else', async () => {
    const { stdout, stderr, collected, epoch } = await recordPython(path, [program('blocking_functions.py')]);
    expect(stderr).toBe('');
    const told: { blocks: [string, number, number][]; idle: number; threads: number } = JSON.parse(stdout);
    // The thread that looks is not the program's, and sleeps while there is nothing to look at.
    expect(told.threads).toBe(1);
    expect(told.idle).toBeLessThan(12);
    const [main] = collected.threads;
    const shares = told.blocks.map(([name, begun, ended]) => {
      const [start, end] = [begun - Number(epoch), ended - Number(epoch)];
      const within = main!.stacks.filter(([from, to]) => from < end && to > start);
      const right = within.filter(([, , node]) => plain(stackOf(main!, node)[0]!) === plain(name));
      const length = (rows: typeof within): number => rows.reduce((sum, [from, to]) => sum + to - from, 0);
      // Before the function and behind it the step goes on for a moment.
      expect(length(right) / length(within)).toBeGreaterThan(0.75);
      return length(right) / (end - start);
    });
    // It is looked at when the thread that looks has a core: where others use them all, that is late.
    expect(Math.min(...shares)).toBeGreaterThan(0);
    expect(Math.max(...shares)).toBeGreaterThan(0.4);
    const blocked = main!.blocked.map(([start, end]) => ({ start, end }));
    for (const [from, to] of main!.stacks)
      expect(blocked.filter(({ start, end }) => start <= from && end >= to)).toHaveLength(1);
    const computes = main!.stackNodes.find(({ function: name }) => name === 'computes')!;
    expect([computes.file, computes.line]).toEqual([program('blocking_functions.py'), 23]);
    expect(collected.notices).toEqual([]);
  });

  it('CPU samples: every function for as long as it says, in every thread and in a forked child', async () => {
    const { stdout, stderr, collected } = await recordPython(path, [program('own_times.py')], { samplesUs: 1000 });
    expect(stderr).toBe('');
    const told = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as [name: string, wall: number, cpu: number]);
    expect(told).toHaveLength(5);
    for (const [name, wall, cpu] of told) {
      const threads = collected.threads.filter((thread) => seenIn(thread, name) > 0);
      const seen = threads.reduce((sum, thread) => sum + seenIn(thread, name), 0);
      const figures = { name, wall, cpu, seen };
      // It waits, and uses next to none.
      const most = name === 'idle' ? cpu : wall;
      expect({ ...figures, isRight: seen > cpu - edgesNs && seen < most + edgesNs }).toEqual({
        ...figures,
        isRight: true,
      });
      expect(threads.length).toBeLessThan(2);
    }
    const main = collected.threads.filter(({ hello }) => hello.kind === 'main');
    expect(main).toHaveLength(2);
    expect(seenIn(main[1]!, 'child')).toBeGreaterThan(0);
    for (const { stacks } of collected.threads)
      for (const [index, [from]] of stacks.entries())
        expect(from).toBeGreaterThanOrEqual(stacks[index - 1]?.[1] ?? from);
    expect(collected.notices.filter((sentence) => !sentence.startsWith('CPU samples of Python are'))).toEqual([]);
  });
});
