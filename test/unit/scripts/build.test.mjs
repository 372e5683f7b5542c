import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashSources } from '../../../scripts/lib/build.mjs';

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'juggler-build-'));
  mkdirSync(join(root, 'src/deep'), { recursive: true });
  writeFileSync(join(root, 'src/deep/a.ts'), 'a');
  writeFileSync(join(root, 'config.ts'), 'config');
});
afterEach(() => rmSync(root, { recursive: true }));

const hash = () => hashSources(root, ['src', 'config.ts', 'absent.json']);

describe('hashSources', () => {
  it('does not mind when files were touched, as a fresh checkout does', () => {
    const before = hash();
    utimesSync(join(root, 'src/deep/a.ts'), 1, 1);
    expect(hash()).toBe(before);
  });

  it.each([
    ['changed', () => writeFileSync(join(root, 'src/deep/a.ts'), 'b')],
    ['added', () => writeFileSync(join(root, 'src/b.ts'), '')],
    ['renamed', () => renameSync(join(root, 'src/deep/a.ts'), join(root, 'src/deep/c.ts'))],
    ['removed', () => rmSync(join(root, 'config.ts'))],
    ['added where none was', () => writeFileSync(join(root, 'absent.json'), '{}')],
  ])('notices a file that was %s', (_what, change) => {
    const before = hash();
    change();
    expect(hash()).not.toBe(before);
  });
});
