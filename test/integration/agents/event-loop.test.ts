import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { Collected, type CollectedThread } from './collected';
import { nodes, program, recordNode, removeTemporaryFolders } from './record-node';

afterAll(removeTemporaryFolders);

/** Of the stack that a sample names, innermost first. */
function stackOf({ stackNodes }: CollectedThread, node: number | null): readonly string[] {
  const functions: string[] = [];
  for (let at = node; at !== null; at = stackNodes[at - 1]!.parent) functions.push(stackNodes[at - 1]!.function);
  return functions;
}

describe.each(nodes)('the event loop under %s', (node) => {
  it('is blocked where the program says it blocked it', async () => {
    const { stdout, collected, epoch } = await recordNode([program('blocks-80.mjs')], { node });
    const said = stdout
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map((text) => Number(BigInt(text) - epoch)));
    expect(said).toHaveLength(5);
    const [thread] = collected.threads;
    const excesses = said.map(([start, end]) => {
      const found = thread!.blocked.filter((one) => one[0] <= start! && one[1] >= end!);
      expect(found).toHaveLength(1);
      const worst = Math.max(...thread!.lags.filter(([at]) => at >= end! && at < end! + 60e6).map(([, lag]) => lag));
      expect(worst).toBeGreaterThan(65e6);
      return found[0]![1] - found[0]![0] - (end! - start!);
    });
    // Whatever else runs on the machine only ever adds to it.
    expect(Math.min(...excesses)).toBeLessThan(1e6);
  });

  it('is not blocked where the threshold is higher', async () => {
    const { collected } = await recordNode([program('blocks-80.mjs')], { node, options: { blockedMs: 500 } });
    expect(collected.threads[0]!.blocked).toEqual([]);
  });

  it('is busy while it burns and idle while it waits', async () => {
    const source = `setTimeout(() => { const until = Date.now() + 200; while (Date.now() < until); }, 200)`;
    const { collected } = await recordNode(['-e', source], { node });
    const shares = collected.threads[0]!.utilisations.map(([, share]) => share);
    expect(Math.max(...shares)).toBeGreaterThan(0.9);
    expect(Math.min(...shares)).toBeLessThan(0.2);
  });

  it('the program’s own marks and measures, up to its last turn', async () => {
    const { code, stdout, stderr, collected } = await recordNode([program('user-timing.cjs')], { node });
    expect(code).toBe(3);
    expect(stdout.split('\n')).toHaveLength(4);
    expect(stderr).toBe('');
    const [thread] = collected.threads;
    expect(thread!.marks.map(([, name]) => name)).toEqual(['begin', 'end']);
    const measures = thread!.measures.map(([start, end, name, source]) => ({ name, source, ms: (end - start) / 1e6 }));
    expect(measures.map(({ name, source }) => `${source} ${name}`).toSorted()).toEqual([
      'console default',
      'console label',
      'performance whole',
    ]);
    for (const { ms } of measures) {
      expect(ms).toBeGreaterThan(29);
      expect(ms).toBeLessThan(60);
    }
  });

  it('marks and measures at times that make no sense cost themselves alone', async () => {
    const { code, stderr, collected } = await recordNode([program('odd-timing.cjs')], { node });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [thread] = collected.threads;
    expect(thread!.marks.map(([, name]) => name)).toEqual([
      'before',
      '\u001b[31mred\u202e\0\ufffd',
      `${'x'.repeat(199)}…`,
      'next turn',
    ]);
    expect(thread!.measures.map(([, , name]) => name)).toEqual(['all']);
    expect(thread!.operations.map(({ name, ended }) => [name, ended?.outcome])).toEqual([
      ['setTimeout 30 ms', 'ended'],
      ['setTimeout 60 ms', 'ended'],
    ]);
    expect(collected.notices).toEqual([expect.stringMatching(/^3 rows that odd-timing\.cjs .+can’t be read/)]);
    expect(thread!.ended?.inOrder).toBe(true);
  });

  it('times come from clocks that nothing in the program can replace', async () => {
    const { code, stdout, stderr, collected } = await recordNode([program('frozen-clocks.cjs')], { node });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain('was called');
    const [thread] = collected.threads;
    const [[start, end] = [0, 0]] = thread!.measures;
    expect((end - start) / 1e6).toBeGreaterThan(159);
    expect(thread!.blocked.some(([from, to]) => to - from > 59e6)).toBe(true);
    expect(thread!.marks[0]![0]).toBeGreaterThan(start + 159e6);
    expect(collected.notices).toEqual([]);
    expect(thread!.ended?.inOrder).toBe(true);
  });

  it('garbage collection', async () => {
    const { collected } = await recordNode([program('burns.cjs')], { node });
    const { garbage } = collected.threads[0]!;
    expect(garbage.length).toBeGreaterThan(0);
    for (const [start, end] of garbage) expect(end).toBeGreaterThan(start);
  });

  it('CPU samples name the function that burned, and when', async () => {
    const { code, stdout, collected } = await recordNode([program('burns.cjs')], {
      node,
      options: { samplesUs: 1000 },
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '300000\n' });
    const thread = collected.threads[0]!;
    const burning = thread.samples.filter(([, one]) => stackOf(thread, one).includes('burnHere'));
    // How many there are depends on how busy the machine is; what is told of a burning loop must name it.
    expect(burning.length).toBeGreaterThan(30);
    const [from] = thread.blocked.findLast(([start, end]) => end - start > 100e6 && start > 0)!;
    const within = thread.samples.filter(([at]) => at > from && at < from + 140e6);
    // Where its core is taken away, V8 takes that for its own time: those samples name nothing.
    const named = within.filter(([, one]) => one !== null);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((one) => burning.includes(one)).length / named.length).toBeGreaterThan(0.9);
    const times = thread.samples.map(([at]) => at);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const burnt = thread.stackNodes.find((one) => one.function === 'burnHere')!;
    expect(burnt.file).toMatch(/burns\.cjs$/);
    expect(burnt.line).toBe(2);
    const [first] = burning;
    expect(thread.blocked.some(([start, end]) => first![0] >= start && first![0] <= end)).toBe(true);
  });

  it.each([
    ['waits', 100],
    ['turns', 100],
  ])('CPU samples survive SIGKILL while the loop %s', async (way, leastMs) => {
    const { signal, collected } = await recordNode([program('killed-after-work.cjs'), way], {
      node,
      options: { samplesUs: 1000 },
    });
    expect(signal).toBe('SIGKILL');
    const thread = collected.threads[0]!;
    const burning = thread.samples.filter(([, one]) => stackOf(thread, one).includes('burnHere')).map(([at]) => at);
    expect((burning.at(-1)! - burning[0]!) / 1e6).toBeGreaterThan(leastMs);
  });

  it('promises are counted, and less often when there are too many', async () => {
    const { code, stdout, collected } = await recordNode([program('promise-storm.mjs')], {
      node,
      options: { promises: true },
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'done\n' });
    const [thread] = collected.threads;
    const made = thread!.promises.reduce((sum, [, count]) => sum + count, 0);
    expect(made).toBeGreaterThan(4000);
    expect(made).toBeLessThan(100_000);
    expect(thread!.untold.map(([thing]) => thing)).toContain('promises');
  });
});

const timeNamespace = spawnSync('unshare', ['--time', '--monotonic', '5000', 'true']).status === 0;

describe('a time namespace', () => {
  it.skipIf(!timeNamespace)('is translated (skipped where the system lets nobody make one)', async () => {
    const args = ['--time', '--monotonic', '5000', process.execPath, program('odd-timing.cjs')];
    const { collected } = await recordNode(args, { node: 'unshare' });
    const [thread] = collected.threads;
    expect(thread!.operations.map(({ ended }) => ended?.outcome)).toEqual(['ended', 'ended']);
    expect(thread!.hello.at).toBeLessThan(60e9);
    expect(thread!.marks.at(-1)![1]).toBe('next turn');
  });
});

const pidNamespace = spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true']).status === 0;

describe.each([
  ['with a /proc of its own', ['--mount-proc']],
  ['with the /proc of the host', []],
])('a container %s', (_, options) => {
  it.skipIf(!pidNamespace)('has the numbers that its threads have outside (skipped without the right)', async () => {
    const source =
      "new (require('node:worker_threads').Worker)('setTimeout(() => {}, 400)', { eval: true }); setTimeout(() => {}, 400)";
    const args = ['--pid', '--fork', ...options, process.execPath, '-e', source];
    const seen: string[] = [];
    const during = (): void => {
      const look = setInterval(() => {
        const { threads } = recorded;
        if (threads.length < 2) return;
        clearInterval(look);
        for (const { hello } of threads) seen.push(readFileSync(`/proc/${hello.pid}/task/${hello.tid}/comm`, 'latin1'));
      }, 20);
    };
    const recorded = new Collected();
    const { collected } = await recordNode(args, { node: 'unshare', during, collected: recorded });
    expect(collected.notices).toEqual([]);
    expect(seen).toHaveLength(2);
    const [main, worker] = collected.threads.map(({ hello }) => hello);
    expect(main!.tid).toBe(main!.pid);
    expect(worker).toMatchObject({ pid: main!.pid, kind: 'worker' });
    expect(worker!.tid).not.toBe(worker!.pid);
    expect(main!.pid).toBeGreaterThan(1);
  });
});
