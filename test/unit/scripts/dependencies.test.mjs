import { describe, expect, it } from 'vitest';
import { satisfiesLock } from '../../../scripts/lib/dependencies.mjs';

const lock = {
  packages: {
    '': { name: 'juggler' },
    'node_modules/react': { version: '19.0.0' },
    'node_modules/@x/linux': { version: '1.0.0', optional: true },
    'node_modules/@x/darwin': { version: '1.0.0', optional: true },
  },
};
const installed = (packages) => satisfiesLock(lock, { packages });
const react = { 'node_modules/react': { version: '19.0.0' } };

describe('satisfiesLock', () => {
  it('lets optional packages be absent', () => {
    expect(installed(react)).toBe(true);
    expect(installed({ ...react, 'node_modules/@x/linux': { version: '1.0.0' } })).toBe(true);
  });

  it('notices a missing, another and a superfluous version', () => {
    expect(installed({})).toBe(false);
    expect(installed({ 'node_modules/react': { version: '19.0.1' } })).toBe(false);
    expect(installed({ ...react, 'node_modules/@x/linux': { version: '0.9.0' } })).toBe(false);
    expect(installed({ ...react, 'node_modules/left': { version: '1.0.0' } })).toBe(false);
  });
});
