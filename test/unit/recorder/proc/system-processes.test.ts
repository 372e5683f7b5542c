import type { Systeminformation } from 'systeminformation';
import { expect, it } from 'vitest';
import { SystemProcesses } from '../../../../src/recorder/proc/system-processes';

/** Shares of the whole machine, in per cent, look by look. */
function machine(looks: readonly Readonly<Record<number, number>>[], platform: NodeJS.Platform = 'linux') {
  let [look, now] = [0, 0];
  const processes = new SystemProcesses({
    list: () => {
      const shares = looks[look++]!;
      return Promise.resolve(
        Object.entries(shares).map(([pid, cpu]) => ({
          ...({ parentPid: 1, name: 'p', command: 'p', params: '-x', user: 'u', memRss: 4 } as const),
          ...({ pid: Number(pid), cpu, state: pid === '9' ? 'zombie' : 'running' } as const),
        })) as unknown as Systeminformation.ProcessesProcessData[],
      );
    },
    nowNs: () => BigInt(now),
    allNs: () => 100e9,
    cores: 2,
    platform,
  });
  return async (at: number) => {
    now = at;
    const { atNs, processes: seen } = await processes.look();
    return [Number(atNs), ...seen.map(({ pid, cpuNs }) => [pid, Math.round(cpuNs)])];
  };
}

it('adds shares of the machine up to the CPU time of each process', async () => {
  const look = machine([{ 1: 3, 2: 50, 9: 1 }, { 1: 0, 2: 25, 3: 0.1 }, { 3: 50 }]);
  expect(await look(0)).toEqual([0, [1, 3e9], [2, 50e9]]);
  // A quarter of two cores for a second; of one that is new, its share is of all time there ever was.
  expect(await look(1e9)).toEqual([1e9, [1, 3e9], [2, 50.5e9], [3, 0.1e9]]);
  expect(await look(2e9)).toEqual([2e9, [3, 1.1e9]]);
});

it('takes shares of one core where the system tells those (macOS)', async () => {
  const look = machine([{ 2: 100 }, { 2: 100, 3: 50 }], 'darwin');
  await look(0);
  expect(await look(2e9)).toEqual([2e9, [2, 2e9], [3, 1e9]]);
});

it('answers with the last look, if that was just now', async () => {
  const look = machine([{ 2: 100 }, { 2: 100 }]);
  await look(0);
  expect(await look(0.3e9)).toEqual([0, [2, 100e9]]);
});
