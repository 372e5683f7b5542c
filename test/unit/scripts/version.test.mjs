import { describe, expect, it } from 'vitest';
import { compareVersions, isAtLeast, parseVersion } from '../../../scripts/lib/version.mjs';

describe('versions', () => {
  it('reads a version with and without a v, and ignores what follows the patch', () => {
    expect(parseVersion('v20.19.0')).toEqual([20, 19, 0]);
    expect(parseVersion('22.12.1-rc.2\n')).toEqual([22, 12, 1]);
  });

  it('names the text that is not a version', () => {
    expect(() => parseVersion('latest')).toThrow('"latest" is not a version');
  });

  it('compares numbers, not texts', () => {
    expect(compareVersions('20.9.0', '20.10.0')).toBeLessThan(0);
    expect(isAtLeast('20.0.0', '20.0.0')).toBe(true);
    expect(isAtLeast('18.20.8', '20.0.0')).toBe(false);
  });
});
