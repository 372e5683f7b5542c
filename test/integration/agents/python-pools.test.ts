import { afterAll, describe, expect, it } from 'vitest';
import { noPython, pythons, somePythons } from './pythons';
import { program, recordPython, removeTemporaryFolders, runPython } from './record-python';

afterAll(removeTemporaryFolders);

type Done = readonly [number: number, pid: number, tid: number, begun: number, ended: number];

const kinds = [
  { kind: 'threads', method: 'fork', told: 'thread pool' },
  { kind: 'thread pool', method: 'fork', told: 'pool' },
  { kind: 'processes', method: 'fork', told: 'process pool' },
  { kind: 'processes', method: 'spawn', told: 'process pool' },
  { kind: 'processes', method: 'forkserver', told: 'process pool' },
  { kind: 'pool', method: 'fork', told: 'pool' },
  { kind: 'pool', method: 'spawn', told: 'pool' },
  { kind: 'pool', method: 'forkserver', told: 'pool' },
] as const;

describe.skipIf(noPython !== null)('work given to pools', () => {
  // Starting new interpreters takes its time: not in all of them.
  describe.each(pythons)('in $version', ({ path, version }) => {
    const tried = somePythons.some((one) => one.version === version)
      ? kinds
      : kinds.filter(({ method }) => method === 'fork');
    it.each(tried)('of $kind by $method: who gave it, who does it and when, and how it ended', async (call) => {
      const { kind, method, told } = call;
      const { code, stdout, stderr, collected, epoch } = await recordPython(path, [program('pools.py'), kind, method]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const { pid, done } = JSON.parse(stdout) as { pid: number; done: readonly (Done | string)[] };
      expect(done[3]).toBe('three');
      const main = collected.threads.find(({ hello }) => hello.pid === pid && hello.kind === 'main')!;
      const queued = main.queued.filter((one) => one.kind === told);
      expect(queued).toHaveLength(6);
      for (const [number, result] of done.entries()) {
        const given = queued[number]!;
        expect(given.pid).toBe(pid);
        const thread = collected.threads.find(({ jobs }) =>
          jobs.some(({ job, pid: giver, kind: of }) => job === given.job && giver === pid && of === told),
        )!;
        const begun = thread.jobs.find(({ job }) => job === given.job)!;
        const ended = thread.jobEnds.find(({ job }) => job === given.job)!;
        expect(begun.at).toBeGreaterThanOrEqual(given.at);
        expect(kind === 'threads' ? given.name : begun.name).toBe('work');
        expect(ended.outcome).toBe(number === 3 ? 'failed' : 'ended');
        if (typeof result === 'string') continue;
        const [, worker, tid, from, until] = result;
        expect([thread.hello.pid, thread.hello.tid]).toEqual([worker, tid]);
        expect(begun.at).toBeLessThanOrEqual(from - Number(epoch));
        expect(ended.at).toBeGreaterThanOrEqual(until - Number(epoch));
        expect(ended.at - begun.at - (until - from)).toBeLessThan(20e6);
      }
      expect(collected.notices).toEqual([]);
    });
  });

  describe.each(somePythons)('in $version', ({ path }) => {
    it('names what maps, partial functions and coroutines hand on', async () => {
      const source = `
import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from multiprocessing.pool import ThreadPool
def square(x): return x * x
with ThreadPoolExecutor(2) as pool:
    print(list(pool.map(square, range(3))), pool.submit(partial(partial(square), 3)).result())
with ThreadPool(1) as pool:
    print(pool.map(square, range(4), chunksize=2))`;
      const { stdout, collected } = await recordPython(path, ['-c', source]);
      expect(stdout).toBe('[0, 1, 4] 9\n[0, 1, 4, 9]\n');
      const jobs = collected.threads.flatMap((thread) => thread.jobs);
      const queued = collected.threads.flatMap((thread) => thread.queued);
      expect(queued.filter(({ kind }) => kind === 'thread pool').map(({ name }) => name)).toEqual([
        'square',
        'square',
        'square',
        'square',
      ]);
      expect(jobs.filter(({ kind }) => kind === 'pool').map(({ name, part }) => [name, part])).toEqual([
        ['square × 2', 0],
        ['square × 2', 1],
      ]);
    });

    it('tracebacks of what workers raise stay what they are', async () => {
      const source = `
import concurrent.futures, multiprocessing, sys, traceback
def fails(): raise ValueError('x')
for pool in (concurrent.futures.ThreadPoolExecutor(1), concurrent.futures.ProcessPoolExecutor(1, mp_context=multiprocessing.get_context('fork'))):
    future = pool.submit(fails)
    concurrent.futures.wait([future])
    try: future.result()
    except ValueError: traceback.print_exc()
with multiprocessing.get_context('fork').Pool(1) as pool:
    try: pool.apply(fails)
    except ValueError: traceback.print_exc()`;
      const withAgent = await recordPython(path, ['-c', source]);
      const { stderr } = await runPython(path, ['-c', source]);
      expect(stderr).toContain('ValueError: x');
      expect(withAgent.stderr).toBe(stderr);
    });
  });
});
