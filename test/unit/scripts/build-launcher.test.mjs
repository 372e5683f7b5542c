import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compileLauncher } from '../../../scripts/lib/build-launcher.mjs';

describe('the native launcher', () => {
  let folder;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'juggler-launcher-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is left out, and an old one removed, where there is no compiler and where it is of no use', () => {
    const file = join(folder, 'juggler');
    for (const [options, reason] of [
      [{ platform: 'linux', compiler: 'no-such-compiler' }, 'there is no no-such-compiler'],
      [{ platform: 'darwin', compiler: 'cc' }, 'it is for Linux, not for darwin'],
    ]) {
      writeFileSync(file, 'of an earlier build');
      expect(compileLauncher(file, options)).toBe(reason);
      expect(existsSync(file)).toBe(false);
    }
  });
});
