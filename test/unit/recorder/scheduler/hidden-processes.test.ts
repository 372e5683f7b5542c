import { describe, expect, it } from 'vitest';
import { HiddenProcesses, lookForRights } from '../../../../src/recorder/scheduler/hidden-processes';

describe('HiddenProcesses', () => {
  it('are those that are still there as another user’s a while after their last record', () => {
    const others = new Set([11, 12]);
    const hidden = new HiddenProcesses((pid) => (others.has(pid) ? { pid, name: 'su' } : null), true);
    hidden.ended(10, 0);
    hidden.ended(11, 1e6);
    hidden.poll(19e6);
    expect(hidden.found).toEqual([]);
    hidden.poll(25e6);
    hidden.ended(12, 30e6);
    hidden.poll(35e6);
    expect(hidden.found).toEqual([{ pid: 11, name: 'su' }]);
    // It may yet turn out to be one of them.
    expect(hidden.alive).toEqual([11, 12]);
    others.delete(11);
    hidden.poll(51e6);
    expect(hidden.found.map(({ pid }) => pid)).toEqual([11, 12]);
    expect(hidden.alive).toEqual([12]);
    expect(hidden.seenUntil).toBe(51e6);
  });

  it('are found soon by an ordinary user, to whom a process that is about to be gone is no other’s', () => {
    const others = new Set([11]);
    const hidden = new HiddenProcesses((pid) => (others.has(pid) ? { pid, name: 'su' } : null), false);
    hidden.ended(11, 0);
    hidden.ended(12, 0);
    expect(hidden.alive).toEqual([11]);
    hidden.poll(5e6);
    expect(hidden.found.map(({ pid }) => pid)).toEqual([11]);
    others.clear();
    hidden.poll(10e6);
    expect([hidden.seenUntil, hidden.alive]).toEqual([5e6, []]);
    // Its rights came a moment after its last record.
    others.add(12);
    hidden.poll(21e6);
    expect(hidden.found.map(({ pid }) => pid)).toEqual([11, 12]);
  });

  it('a process of our own, and one that is gone, is none', () => {
    const hidden = new HiddenProcesses(lookForRights(process.hrtime.bigint()));
    hidden.ended(process.pid, 0);
    hidden.ended(2 ** 30, 0);
    hidden.poll(1e9);
    expect(hidden.found).toEqual([]);
  });
});
