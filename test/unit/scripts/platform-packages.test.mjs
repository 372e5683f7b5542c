import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { missingPlatformPackages, platformOfName, withPackages } from '../../../scripts/lib/platform-packages.mjs';

const ownLock = JSON.parse(readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8'));

describe('platformOfName', () => {
  it('reads the platform from the names that tools give their binaries', () => {
    expect(platformOfName('@oxlint/binding-linux-x64-musl')).toEqual({ os: ['linux'], cpu: ['x64'], libc: ['musl'] });
    expect(platformOfName('@oxlint/binding-win32-arm64-msvc')).toEqual({ os: ['win32'], cpu: ['arm64'] });
    expect(platformOfName('@oxlint-tsgolint/darwin-arm64')).toEqual({ os: ['darwin'], cpu: ['arm64'] });
    expect(platformOfName('fsevents')).toBeUndefined();
  });

  it('agrees with the packages of the bundler, whose every platform is in the lock', () => {
    const bindings = Object.entries(ownLock.packages).filter(
      ([path]) => path.includes('@rolldown/binding-') && !path.includes('wasm32'),
    );
    expect(bindings.length).toBeGreaterThan(10);
    for (const [path, { os, cpu }] of bindings) expect(platformOfName(path)).toMatchObject({ os, cpu });
  });
});

describe('missingPlatformPackages', () => {
  const tool = {
    version: '2.0.0',
    dev: true,
    optionalDependencies: { '@t/linux-x64': '2.0.0', '@t/darwin-arm64': '2.0.0' },
  };
  const lock = { packages: { 'node_modules/tool': tool, 'node_modules/@t/linux-x64': { version: '2.0.0' } } };

  it('names those that the lock leaves out', () => {
    expect(missingPlatformPackages(lock)).toEqual({
      'node_modules/@t/darwin-arm64': { version: '2.0.0', os: ['darwin'], cpu: ['arm64'], dev: true, optional: true },
    });
  });

  it('leaves a completed lock alone', () => {
    const complete = withPackages(lock, missingPlatformPackages(lock));
    expect(missingPlatformPackages(complete)).toEqual({});
  });

  it('finds nothing to add to this project’s lock, or "npm ci" would refuse it', () => {
    // What is listed here is added by: node scripts/complete-lock.mjs
    expect(Object.keys(missingPlatformPackages(ownLock))).toEqual([]);
  });
});
