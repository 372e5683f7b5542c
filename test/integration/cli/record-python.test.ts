import { afterAll, describe, expect, it } from 'vitest';
import { noPython, somePythons } from '../agents/pythons';
import { program } from '../agents/record-python';
import { juggler, removeTemporaryFolders } from './run-cli';

afterAll(removeTemporaryFolders);

interface Thread {
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly onCpuMs: number;
  readonly switches: number;
}

describe.skipIf(noPython !== null).each(somePythons)('juggler record with Python $version', ({ path }) => {
  it.each(['fork', 'spawn', 'forkserver'])('%s: every process is found, and its threads by name', async (method) => {
    const { stdout, stderr, code } = await juggler(['record', '--json', '--', path, program('processes.py'), method]);
    expect(code).toBe(0);
    const [run] = JSON.parse(stdout).runs;
    expect(run.capabilities.scheduler.quality).toBe('exact');
    const threads = run.threads as readonly Thread[];
    const said = [...stderr.matchAll(/^(\d+) (\d+) (burner-\d) (\d+)$/gm)];
    expect(said).toHaveLength(3);
    const excesses = said.map(([, pid, tid, name, cpuNs]) => {
      const found = threads.filter((one) => one.pid === Number(pid) && one.tid === Number(tid));
      expect(found.map((one) => one.name)).toEqual([name]);
      // Each switch itself takes some µs, which the kernel counts and its records do not show.
      return found[0]!.onCpuMs - Number(cpuNs) / 1e6 + found[0]!.switches * 0.01;
    });
    // What a thread does before and after it looks at its clock is on top, and what a hypervisor takes away.
    expect(Math.min(...excesses)).toBeLessThan(1 + 0.01 * Math.max(...threads.map(({ switches }) => switches)));
    expect(Math.min(...excesses)).toBeGreaterThan(-1);
    expect(run.notices ?? []).toEqual([]);
  });

  it('a deadlock ends when it is told to, and the picture says who waits', async () => {
    const source = `
import sys, threading
first, second, met = threading.Lock(), threading.Lock(), threading.Barrier(2)
def take(one, other):
    with one:
        met.wait()
        with other: pass
for name, locks in (('a then b', (first, second)), ('b then a', (second, first))):
    threading.Thread(target=take, args=locks, name=name).start()
print('both are stuck', file=sys.stderr, flush=True)`;
    const { stdout, code, left } = await juggler(['record', '--json', '--', path, '-c', source], {
      when: { said: 'both are stuck', react: (kill) => setTimeout(() => kill('SIGTERM'), 500) },
    });
    expect({ code, left }).toEqual({ code: 1, left: [] });
    const [run] = JSON.parse(stdout).runs;
    expect(run.status).toBe('stopped');
    const waits = run.threads
      .filter(({ name }: Thread) => name.includes(' then '))
      .map(({ name, blockedMs }: Thread & { blockedMs: { lock: number } }) => [name, blockedMs.lock > 300]);
    expect(waits.toSorted()).toEqual([
      ['a then b', true],
      ['b then a', true],
    ]);
  });

  it('eight threads that take turns with the GIL have their names, and wait for it as long as they say', async () => {
    const source = `
import os, threading, time
begun = threading.Barrier(8)
def burn():
    begun.wait()
    began, until = time.monotonic_ns(), time.thread_time_ns() + 60_000_000
    while time.thread_time_ns() < until: pass
    os.write(2, b'%d took %d\\n' % (threading.get_native_id(), time.monotonic_ns() - began))
threads = [threading.Thread(target=burn, name='burner') for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()`;
    const { stdout, stderr } = await juggler(['record', '--json', '--', path, '-c', source]);
    const [run] = JSON.parse(stdout).runs;
    const burners = run.threads.filter(({ name }: Thread) => name === 'burner');
    expect(burners).toHaveLength(8);
    let waitedMs = 0;
    let forGilMs = 0;
    for (const { tid, onCpuMs, runnableMs, blockedMs } of burners) {
      const tookMs = Number(new RegExp(String.raw`^${tid} took (\d+)$`, 'm').exec(stderr)![1]) / 1e6;
      expect(onCpuMs).toBeGreaterThan(59);
      waitedMs += tookMs - onCpuMs - runnableMs;
      forGilMs += blockedMs.gil;
    }
    // Until a thread's first wait was read, its waits have no reason, or that of the barrier.
    expect(forGilMs).toBeGreaterThan(0.9 * waitedMs);
  });

  it('says which function of the program’s own blocked its event loop, and where that begins', async () => {
    const source = `
import asyncio, json
def report(): json.dumps(list(range(2_000_000)), indent=1)
async def handle(): report()
asyncio.run(handle())`;
    const { stdout } = await juggler(['record', '--json', '--', path, '-c', source]);
    const [run] = JSON.parse(stdout).runs;
    const [blocked] = run.findings.filter(({ id }: { id: string }) => id === 'program-blocked');
    expect(blocked.title).toMatch(
      /^The event loop was blocked for .* by report\(\).* \(main thread of python[\d.]* \d+\)$/,
    );
    expect(blocked.detail).toContain('report() begins at <string>:3.');
    expect(blocked.detail).toContain('It was a step of handle.');
    expect(run.functions.map(({ name }: { name: string }) => name)).toContain('report (<string>:3)');
    expect(run.threads.map(({ name }: Thread) => name)).toContain('Juggler’s agent');
  });
});
