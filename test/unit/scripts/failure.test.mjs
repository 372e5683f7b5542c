import { describe, expect, it } from 'vitest';
import { Failure, describeFailure } from '../../../scripts/lib/failure.mjs';

describe('describeFailure', () => {
  it('tells what failed, why, and what to do', () => {
    const cause = new TypeError('fetch failed', { cause: Object.assign(new Error(''), { code: 'ECONNREFUSED' }) });
    expect(describeFailure(new Failure('no network', 'plug it in\nand out', { cause }))).toBe(
      'error: no network\n  because: fetch failed: ECONNREFUSED\n  what to do: plug it in\n    and out',
    );
  });

  it('tells what to do about a full disk', () => {
    const error = Object.assign(new Error("ENOSPC: no space left on device, open '/x'"), {
      code: 'ENOSPC',
      syscall: 'open',
      path: '/x',
    });
    expect(describeFailure(error)).toContain('what to do: free some space');
  });

  it('keeps the stack of a defect', () => {
    expect(describeFailure(new TypeError('x is not a function'))).toContain('failure.test.mjs');
  });
});
