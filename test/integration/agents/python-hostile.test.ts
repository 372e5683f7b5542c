import { afterAll, describe, expect, it } from 'vitest';
import { noPython, pythons } from './pythons';
import { program, recordPython, removeTemporaryFolders, runPython } from './record-python';

/* Programs that replace what the agent needs, or do what CPython can't bear to be looked at: they run as without it. */

afterAll(removeTemporaryFolders);

const isAtLeast = (version: string, minor: number): boolean => Number(version.split('.')[1]) >= minor;

describe.skipIf(noPython !== null).each(pythons)('Python’s agent in $version', ({ path, version }) => {
  it('leaves sys.modules and the threads that threading knows as they are', async () => {
    const code = 'import sys, threading; print(sorted(sys.modules), threading.enumerate().__len__())';
    for (const args of [
      ['-c', code],
      ['-c', `import struct, mmap, atexit, resource; atexit.register(print, "end"); ${code}`],
      ['-X', 'dev', '-W', 'error', '-c', `import asyncio; asyncio.run(asyncio.sleep(0)); ${code}`],
    ]) {
      const recorded = await recordPython(path, args, { samplesUs: 1000 });
      const plain = await runPython(path, args);
      expect([recorded.code, recorded.stdout, recorded.stderr]).toEqual([plain.code, plain.stdout, plain.stderr]);
    }
  });

  it.each([0, 1000])('looks at no stack where a program has several interpreters (samples: %d)', async (samplesUs) => {
    const recorded = await recordPython(path, [program('subinterpreters.py')], { samplesUs });
    const { code, signal, stdout, stderr, collected } = recorded;
    expect({ code, signal, stdout, stderr }).toEqual({ code: 0, signal: null, stdout: 'ok\n', stderr: '' });
    const { threads, notices } = collected;
    expect(threads.filter(({ hello }) => hello.kind === 'main')).toHaveLength(1);
    expect(threads.map(({ hello }) => hello.name)).toEqual(expect.arrayContaining(['interp-0', 'interp-1']));
    const dangerous = isAtLeast(version, 12)
      ? '; from their import on it looks at no stacks, since that can make Python abort'
      : '';
    expect(notices.filter((notice) => !notice.startsWith('CPU samples'))).toEqual([
      `What runs in sub-interpreters of Python is not seen by Juggler’s agent${dangerous}.`,
    ]);
  });

  it.each([0, 1000])('takes greenlets for no threads, and is none itself (samples: %d)', async (samplesUs) => {
    const recorded = await recordPython(path, [program('greenlets.py')], { samplesUs });
    const { code, stdout, stderr, collected } = recorded;
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'blocked signals 0\nchild 0\n', stderr: '' });
    const kinds = collected.threads.map(({ hello }) => hello.kind);
    expect(kinds.filter((kind) => kind === 'main')).toHaveLength(2);
    expect(kinds).not.toContain('worker');
    for (const { hello } of collected.threads) expect(hello.tid === hello.pid).toBe(hello.kind === 'main');
    expect(collected.operations('task').length).toBeGreaterThanOrEqual(2);
    expect(collected.notices.filter((notice) => !notice.startsWith('CPU samples'))).toEqual([]);
  });

  it('measures by a clock that the program can’t stop', async () => {
    const { code, stdout, stderr, collected } = await recordPython(path, [program('frozen_clocks.py')]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const tookMs = Number(stdout);
    const [main, worker] = collected.threads;
    const [begin, end] = main!.marks.map(([at]) => at);
    expect((end! - begin!) / 1e6).toBeLessThanOrEqual(tookMs);
    expect((end! - begin!) / 1e6).toBeGreaterThan(110);
    const lengths = [
      main!.measures[0]![1] - main!.measures[0]![0],
      worker!.jobEnds[0]!.at - worker!.jobs[0]!.at,
      main!.operations.find(({ name }) => name === 'turn')!.ended!.at - main!.operations[0]!.at,
    ];
    for (const [index, leastMs] of [30, 50, 30].entries()) {
      expect(lengths[index]! / 1e6).toBeGreaterThanOrEqual(leastMs);
      expect(lengths[index]! / 1e6).toBeLessThan(tookMs);
    }
    for (const [, worst] of main!.lags) expect(worst / 1e6).toBeLessThan(tookMs);
    expect(collected.notices).toEqual([]);
  });
});
