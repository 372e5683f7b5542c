import { describe, expect, it } from 'vitest';
import { allProcesses, familyOf, parseProcessStat, type ProcessStat } from '../../../../src/recorder/proc/process-stat';

const lineWith = (flags: number): string =>
  `42 (postgres) R 7 9 9 0 -1 ${flags} 1 2 3 4 11 22 0 0 20 0 1 0 777 1000 256`;

describe('parseProcessStat', () => {
  it('reads names that hold parentheses and spaces', () => {
    const line = `42 (a) S 1 (b)) R 7 9 9 0 -1 4194560 1 2 3 4 11 22 0 0 20 0 1 0 777 1000 256 184467 1 2 0 0 0`;
    expect(parseProcessStat(line)).toEqual({
      pid: 42,
      name: 'a) S 1 (b)',
      state: 'R',
      parent: 7,
      group: 9,
      ticks: 33,
      startedAt: 777,
      session: 9,
      residentPages: 256,
      isEnding: false,
    });
  });

  it('knows a process that is on its way out, and is no zombie yet', () => {
    expect([4194560, 4194564, 4195140].map((flags) => parseProcessStat(lineWith(flags))!.isEnding)).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('refuses what is no such line', () => {
    expect(parseProcessStat('')).toBeNull();
    expect(parseProcessStat('12 node S')).toBeNull();
  });

  it.runIf(process.platform === 'linux')('finds this very process, below its parent', () => {
    const own = allProcesses().find(({ pid }) => pid === process.pid);
    expect(own!.parent).toBe(process.ppid);
    expect(own!.residentPages).toBeGreaterThan(1000);
  });
});

const stat = (pid: number, parent: number): ProcessStat => ({
  pid,
  parent,
  name: '',
  state: 'S',
  group: 0,
  ticks: 0,
  startedAt: 0,
  session: 0,
  residentPages: 0,
  isEnding: false,
});

describe('familyOf', () => {
  it('is everything below, whatever the order, and ends where parents go in circles', () => {
    const processes = [stat(5, 4), stat(2, 1), stat(3, 2), stat(4, 3), stat(9, 1), stat(1, 5)];
    expect(familyOf([2], processes).map(({ pid }) => pid)).toEqual([2, 3, 4, 5, 1, 9]);
    expect(familyOf([77], processes)).toEqual([]);
  });
});
