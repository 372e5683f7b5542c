import { describe, expect, it } from 'vitest';
import { loopUse } from '../../../../src/core/analysis/loop-use';

const loop = { process: 'job', thread: 'main', pid: 1, lagP50Ms: 1, lagP99Ms: 1, lagMaxMs: 1 };
const work = { workMs: 1000, workCpuMs: 1000 };

describe('loopUse', () => {
  it.each([
    ['computing', { cpuMs: 990, runnableMs: 5 }],
    ['computing', { cpuMs: 600, runnableMs: 395 }],
    ['waiting', { cpuMs: 7, runnableMs: 1 }],
    ['wanting', { cpuMs: 300, runnableMs: 690 }],
  ])('finds a busy loop %s by its own thread', (kind, times) => {
    expect(loopUse({ ...loop, utilisation: 1, ...times }, work)?.kind).toBe(kind);
  });

  it('takes CPU time of other threads for none of its own', () => {
    const native = { workMs: 1000, workCpuMs: 3900 };
    expect(loopUse({ ...loop, utilisation: 1, cpuMs: 100, runnableMs: 0 }, native)?.kind).toBe('waiting');
  });

  it('says nothing of a loop that turned, nor where nothing was measured that tells', () => {
    expect(loopUse({ ...loop, utilisation: 0.6, cpuMs: 600, runnableMs: 0 }, work)).toBeNull();
    expect(loopUse({ ...loop, utilisation: 1 }, { workMs: 1000, workCpuMs: null })).toBeNull();
    // Blocked, or without a core: the kernel kept no account.
    expect(loopUse({ ...loop, utilisation: 1, cpuMs: 7 }, work)).toBeNull();
    expect(loopUse({ ...loop, utilisation: null, cpuMs: 7, runnableMs: 0 }, work)).toBeNull();
  });

  it('calls it always only where the rest is next to nothing', () => {
    expect(loopUse({ ...loop, utilisation: 1, cpuMs: 700, runnableMs: 290 }, work)).toMatchObject({ always: true });
    expect(loopUse({ ...loop, utilisation: 1, cpuMs: 700, runnableMs: 0 }, work)).toMatchObject({ always: false });
  });
});
