import { describe, expect, it } from 'vitest';
import { HiddenProcesses } from '../../../../src/recorder/scheduler/hidden-processes';

describe('HiddenProcesses', () => {
  it('are those that are still there as another user’s a while after their last record', () => {
    const others = new Set([11, 12]);
    const hidden = new HiddenProcesses((pid) => (others.has(pid) ? { pid, name: 'su' } : null));
    hidden.ended(10, 0);
    hidden.ended(11, 1e6);
    hidden.poll(19e6);
    expect(hidden.found).toEqual([]);
    hidden.poll(25e6);
    hidden.ended(12, 30e6);
    hidden.poll(35e6);
    expect(hidden.found).toEqual([{ pid: 11, name: 'su' }]);
    expect(hidden.alive).toEqual([11]);
    others.delete(11);
    hidden.poll(51e6);
    expect(hidden.found.map(({ pid }) => pid)).toEqual([11, 12]);
    expect(hidden.alive).toEqual([12]);
  });

  it('a process of our own, and one that is gone, is none', () => {
    const hidden = new HiddenProcesses();
    hidden.ended(process.pid, 0);
    hidden.ended(2 ** 30, 0);
    hidden.poll(1e9);
    expect(hidden.found).toEqual([]);
  });
});
