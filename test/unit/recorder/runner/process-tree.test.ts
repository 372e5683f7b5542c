import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { startedBy, startOf } from '../../../../src/recorder/proc/process-start';
import { knownStarts, listTree, signalGroup } from '../../../../src/recorder/runner/process-tree';

it.runIf(process.platform === 'linux')(
  'leaves alone whoever was given the number of a host that has ended',
  async () => {
    const child = spawn('sleep', ['60'], { detached: true });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'spawn');
    const pid = child.pid!;
    const handle = { pid, ownGroup: true, related: () => [] };
    knownStarts.note(pid);
    expect(listTree(handle)).toEqual([pid]);
    // The host that had this number began earlier.
    knownStarts.note(pid, startOf(pid)! - 100);
    expect(listTree(handle)).toEqual([]);
    signalGroup(pid, 'SIGKILL', true);
    expect([child.exitCode, child.signalCode, startOf(pid) !== null]).toEqual([null, null, true]);
    knownStarts.note(pid);
    signalGroup(pid, 'SIGKILL', true);
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
  },
);

it.runIf(process.platform === 'linux')(
  'a process was there at a time, or its number was given to another since then',
  async () => {
    const before = process.hrtime.bigint() - 100_000_000n;
    const child = spawn('sleep', ['60']);
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'spawn');
    expect(startedBy(child.pid!, process.hrtime.bigint())).toBe(true);
    expect(startedBy(child.pid!, before)).toBe(false);
    expect(startedBy(process.pid, before)).toBe(true);
    expect(startedBy(2 ** 30, before)).toBe(false);
  },
);
