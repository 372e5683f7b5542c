import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FrameFile } from '../../../src/workers/measure/frame-file';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'juggler-frames-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('FrameFile', () => {
  it('appends, readable by its owner alone', () => {
    const path = join(folder, 'a.frames');
    const file = new FrameFile(path);
    file.write([bytes(1, 2), bytes(3)]);
    file.write([bytes(4)]);
    file.close();
    expect([...readFileSync(path)]).toEqual([1, 2, 3, 4]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(file.trouble).toBeNull();
  });

  it.runIf(process.platform === 'linux')('stops recording when the disk is full, and says so', () => {
    const path = join(folder, 'full.frames');
    symlinkSync('/dev/full', path);
    const file = new FrameFile(path);
    file.write([bytes(1)]);
    file.write([bytes(2)]);
    expect(file.trouble).toContain(`Recording to ${path} stopped (the disk is full: free some space`);
    file.close();
  });

  it('says that its folder is gone, before or while it writes', () => {
    expect(new FrameFile(join(folder, 'missing', 'a.frames')).trouble).toContain('the folder is gone');
    const file = new FrameFile(join(folder, 'a.frames'));
    rmSync(folder, { recursive: true });
    file.write([bytes(1)]);
    file.close();
    expect(file.trouble).toContain('was deleted while the run went on');
  });
});
