import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import type { SystemLook, SystemProcess } from '../../../../src/recorder/proc/system-processes';
import { PortableScheduler } from '../../../../src/recorder/scheduler/portable-scheduler';
import type { SchedulerSink } from '../../../../src/recorder/scheduler/sink';

const process = (pid: number, parentPid: number, name: string, cpuMs: number): SystemProcess => ({
  pid,
  parentPid,
  name,
  line: name,
  user: '',
  memoryBytes: 0,
  cpuNs: cpuMs * 1e6,
});

const ms = (ns: number): number => Math.round(ns / 1e6);
const nothing = (): void => undefined;

/** What is told of looks that were made at those ms. */
async function told(looks: readonly (readonly [ms: number, ...SystemProcess[]])[], runs: boolean) {
  const lines: string[] = [];
  const sink: SchedulerSink = {
    thread: nothing,
    ended: nothing,
    interval: nothing,
    lost: nothing,
    process: (pid, parent, at, name) => lines.push(`process ${pid} of ${parent} at ${ms(at)}: ${name}`),
    renamed: (pid, _tid, name) => lines.push(`${pid} is ${name}`),
    processTime: (pid, at, cpuNs) => lines.push(`${pid} at ${ms(at)}: ${ms(cpuNs)}`),
  };
  let next = 0;
  const look = async (): Promise<SystemLook> => {
    const found = looks[next++];
    if (found === undefined) throw new Error('there are no more looks');
    const [at, ...processes] = found;
    return Promise.resolve({ atNs: BigInt(at * 1e6), processes });
  };
  const target = { pid: 10, epochNs: 0n, name: '', limits: { threads: 1 }, mark: null, runs };
  const scheduler = new PortableScheduler(target, sink, 'Not here.', undefined, look);
  onTestFinished(() => scheduler.close());
  while (next <= looks.length) await sleep(20);
  return { lines, scheduler };
}

it('tells the processes of the tree, and the CPU time of each', async () => {
  const other = process(99, 1, 'other', 5000);
  const { lines, scheduler } = await told(
    [
      [100, process(10, 1, 'sh', 1), other],
      [700, process(10, 1, 'sh', 2), process(11, 10, 'node', 300), other],
      // The first has ended, and its child lives on.
      [1300, process(11, 1, 'server', 800), process(12, 11, 'sh', 20), other],
    ],
    false,
  );
  expect(lines).toEqual([
    'process 10 of null at 0: sh',
    '10 at 0: 0',
    '10 at 100: 1',
    '10 at 700: 2',
    'process 11 of 10 at 100: node',
    '11 at 100: 0',
    '11 at 700: 300',
    '11 is server',
    '11 at 1300: 800',
    'process 12 of 11 at 700: sh',
    '12 at 700: 0',
    '12 at 1300: 20',
  ]);
  expect(scheduler.capability).toEqual({ quality: 'missing', reason: 'Not here.' });
  // The shell was seen for 0.7 s and its child for two periods; the shell ended some time in the second one.
  expect(scheduler.processTimes).toEqual({
    periodMs: 600,
    from: 100e6,
    until: 1300e6,
    seenNs: 700e6 + 1200e6 + 600e6,
    unseenNs: 300e6,
    alive: 2,
  });
});

it('what a process used before it was attached to is not the run’s', async () => {
  const { lines } = await told(
    [
      [50, process(10, 1, 'node', 7000)],
      [650, process(10, 1, 'node', 7250)],
    ],
    true,
  );
  expect(lines).toEqual(['process 10 of null at 50: node', '10 at 50: 0', '10 at 650: 250']);
});
