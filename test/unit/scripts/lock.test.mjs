import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../../scripts/lib/lock.mjs';

const lockModule = fileURLToPath(new URL('../../../scripts/lib/lock.mjs', import.meta.url));

let folder;
let file;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juggler-lock-'));
  file = join(folder, 'set-up.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('withLock', () => {
  it('gives back what the work gives, and leaves nothing behind', async () => {
    expect(await withLock(file, async () => existsSync(file))).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is released when the work fails', async () => {
    await expect(withLock(file, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    expect(existsSync(file)).toBe(false);
  });

  it('takes over the lock of a process that is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(file, JSON.stringify({ pid, startTime: null }));
    expect(await withLock(file, () => 'done')).toBe('done');
  });

  it.runIf(process.platform === 'linux')('is not misled by another process with the same id', async () => {
    writeFileSync(file, JSON.stringify({ pid: process.ppid, startTime: '1' }));
    expect(await withLock(file, () => 'done')).toBe('done');
  });

  it('takes over a file that is not a lock', async () => {
    writeFileSync(file, '');
    expect(await withLock(file, () => 'done')).toBe('done');
  });

  it('tells who holds it, and gives up in time', async () => {
    writeFileSync(file, JSON.stringify({ pid: process.ppid, startTime: null }));
    const told = [];
    const waiting = withLock(file, () => 'done', { onWait: (pid) => told.push(pid), timeoutMs: 300 });
    await expect(waiting).rejects.toThrow(`process ${process.ppid} holds`);
    expect(told).toEqual([process.ppid]);
    rmSync(file);
  });

  it('lets many processes in one after the other', async () => {
    // Each opens a door that must be closed; a stale lock at the start makes them race for the take-over.
    writeFileSync(file, JSON.stringify({ pid: spawnSync(process.execPath, ['-e', '']).pid, startTime: null }));
    const script = `
      import { mkdirSync, rmdirSync } from 'node:fs';
      import { setTimeout as sleep } from 'node:timers/promises';
      import { withLock } from ${JSON.stringify(lockModule)};
      const [file, door] = process.argv.slice(1);
      for (let i = 0; i < 3; i++) await withLock(file, async () => { mkdirSync(door); await sleep(10); rmdirSync(door); });`;
    const codes = await Promise.all(
      Array.from({ length: 6 }, () => {
        const args = ['--input-type=module', '-e', script, file, join(folder, 'door')];
        const child = spawn(process.execPath, args, { stdio: 'inherit' });
        return new Promise((resolve) => child.once('exit', resolve));
      }),
    );
    expect(codes).toEqual([0, 0, 0, 0, 0, 0]);
    expect(readdirSync(folder)).toEqual([]);
  }, 30_000);
});
