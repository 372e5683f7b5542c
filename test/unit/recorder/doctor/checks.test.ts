import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkMemory } from '../../../../src/recorder/doctor/check-memory';
import { checkNode } from '../../../../src/recorder/doctor/check-node';
import { checkScheduler } from '../../../../src/recorder/doctor/check-scheduler';
import { checkWaits } from '../../../../src/recorder/doctor/check-waits';
import { PerfRefusal } from '../../../../src/recorder/scheduler/perf/open-event';
import { refusalOf, refusalSentence } from '../../../../src/recorder/scheduler/refusal-reason';

const files = (contents: Readonly<Record<string, string>>) => (path: string) => contents[path] ?? null;

const limits = (bytes: string) =>
  `Limit\nMax locked memory         ${bytes}              ${bytes}              bytes\n`;

const withNode = async (version: string | null) => {
  const folder = mkdtempSync(join(tmpdir(), 'juggler-doctor-'));
  try {
    if (version !== null) {
      writeFileSync(join(folder, 'node'), `#!/bin/sh\necho ${version}\n`);
      chmodSync(join(folder, 'node'), 0o755);
    }
    return await checkNode(`/does/not/exist:${folder}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

describe.runIf(process.platform === 'linux')('checkScheduler', () => {
  it('is exact where the records can be opened', () => {
    const check = checkScheduler(() => ({ close: () => {} }));
    expect(check.quality).toBe('exact');
    expect(check.remedy).toBeUndefined();
  });

  it('is sampled where they are refused, and says what unlocks them', () => {
    const check = checkScheduler(() => {
      throw new PerfRefusal('EACCES');
    });
    expect(check.quality).toBe('sampled');
    expect(check.reason).toContain('perf_event_open: EACCES');
    expect(check.remedy).toBe('sudo sysctl kernel.perf_event_paranoid=2');
  });
});

describe('refusalOf', () => {
  it('tells a sysctl from a sandbox, and both from a kernel without records', () => {
    expect(refusalOf(new PerfRefusal('EACCES'), 4).reason).toContain('kernel.perf_event_paranoid is 4');
    expect(refusalOf(new PerfRefusal('EPERM'), 2).reason).toContain('seccomp');
    expect(refusalOf(new PerfRefusal('ENOSYS'), null).reason).toContain('it has none');
  });

  it('ends with the command', () => {
    expect(refusalSentence(refusalOf(new PerfRefusal('EACCES'), 3))).toMatch(
      /: sudo sysctl kernel\.perf_event_paranoid=2$/,
    );
    expect(refusalOf(new PerfRefusal('EPERM', 'mmap'), 2).remedy).toContain('perf_event_mlock_kb');
  });
});

describe('checkWaits', () => {
  const readable = { '/proc/self/syscall': '0 0x0\n' };
  it('knows Yama', () => {
    expect(checkWaits(files(readable)).detail).not.toContain('starts itself');
    const scope = (value: number) => ({ ...readable, '/proc/sys/kernel/yama/ptrace_scope': `${value}\n` });
    expect(checkWaits(files(scope(1))).detail).toContain('Only of what Juggler starts itself');
    expect(checkWaits(files(scope(2)))).toMatchObject({
      quality: 'missing',
      remedy: 'sudo sysctl kernel.yama.ptrace_scope=1',
    });
  });

  it('is missing where the kernel does not tell', () => {
    expect(checkWaits(files({})).quality).toBe('missing');
  });
});

describe.runIf(process.platform === 'linux')('checkMemory', () => {
  it('adds up what a user may have', () => {
    const roomy = checkMemory(
      files({ '/proc/sys/kernel/perf_event_mlock_kb': '516\n', '/proc/self/limits': limits('8388608') }),
    );
    expect(roomy.quality).toBe('exact');
    const tight = checkMemory(
      files({ '/proc/sys/kernel/perf_event_mlock_kb': '64\n', '/proc/self/limits': limits('65536') }),
    );
    expect(tight).toMatchObject({ quality: 'sampled', remedy: 'sudo sysctl kernel.perf_event_mlock_kb=516' });
  });
});

describe.runIf(process.platform !== 'win32')('checkNode', () => {
  it('lists those that are new enough', async () => {
    const check = await withNode('v22.1.0');
    expect(check.quality).toBe('exact');
    expect(check.detail).toMatch(/v22\.1\.0 \(.*\/node\)/);
  });

  it('says that one is too old, that there is none, or that it is something else', async () => {
    expect((await withNode('v16.20.0')).reason).toContain('Too old: Node v16.20.0');
    expect((await withNode(null)).reason).toContain('no node on the PATH');
    expect((await withNode('hello')).reason).toContain('no node on the PATH');
  });
});
