import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { cli } from '../cli/run-cli';
import { compiled, compiler, openFolder, removeFolders } from './recorded-program';

afterAll(removeFolders);

/** What an ordinary user's `juggler record --json` says, with what the program says of itself. */
function recordAsOther(words: readonly string[]) {
  const library = openFolder();
  const drop = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  const { status, stdout, stderr } = spawnSync(
    'setpriv',
    [...drop, process.execPath, cli, 'record', '--json', '--', ...words],
    { env: { ...process.env, JUGGLER_LIBRARY: library, HOME: library }, encoding: 'utf8' },
  );
  if (stdout === '') throw new Error(`juggler ended with ${status}: ${stderr}`);
  const [, user, endedAt] = /ran as (\d+), ended at (\d+)/.exec(stderr) ?? [];
  return { run: JSON.parse(stdout).runs[0], user: Number(user), endedAtMs: Number(endedAt) / 1e6 };
}

function program(mode: number): string {
  const file = compiled('own-rights');
  chmodSync(file, mode);
  return file;
}

const runsAsRoot = (pid: string): boolean => /^Uid:\t65534\t0/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0 && compiler)(
  'a program that gets rights its user has not',
  () => {
    it.each([
      ['runs as root', 0o4755, 0],
      ['may be executed and not read', 0o711, 65_534],
    ])('is recorded to its end where it %s, and is said to be hidden', (_, mode, as) => {
      const { run, user, endedAtMs } = recordAsOther([program(mode)]);
      expect(user).toBe(as);
      expect(run).toMatchObject({ status: 'done', exitCode: 3, cpuMs: null, coresUsed: null });
      const end = run.command.monotonicMs + run.startupMs + run.wallMs;
      // It is looked for every 5 ms, when the recorder has its turn.
      expect(Math.abs(end - endedAtMs)).toBeLessThan(60);
      expect(run.notices).toEqual([expect.stringMatching(/^own-rights \(\d+\) has rights that its user has not/)]);
      expect(run.capabilities.cpu).toMatchObject({
        quality: 'missing',
        reason: expect.stringMatching(/^What own-rights \(\d+\) uses can’t be seen/),
      });
    });

    it('is told of where the program that started it is attached to', async () => {
      const file = program(0o4755);
      const drop = ['--reuid=65534', '--regid=65534', '--clear-groups'];
      // It is there when the recorder comes, however long that takes to start, and is gone before the recorder is.
      const loop = `echo ready; ${file} 3000 2>/dev/null; while :; do sleep 0.1; done`;
      const child = spawn('setpriv', [...drop, 'sh', '-c', loop], { stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => void child.kill('SIGKILL'));
      await once(child.stdout, 'data');
      const children = `/proc/${child.pid}/task/${child.pid}/children`;
      while (!readFileSync(children, 'latin1').trim().split(' ').filter(Boolean).some(runsAsRoot)) await sleep(5);
      const library = openFolder();
      const words = [
        ...drop,
        process.execPath,
        cli,
        'record',
        '--json',
        '--pid',
        String(child.pid),
        '--seconds',
        '4.5',
      ];
      const { stdout } = spawnSync('setpriv', words, {
        env: { ...process.env, JUGGLER_LIBRARY: library, HOME: library },
        encoding: 'utf8',
      });
      const [run] = JSON.parse(stdout).runs;
      expect(run.capabilities.scheduler.quality).toBe('exact');
      expect(run.notices).toEqual([expect.stringMatching(/^own-rights \(\d+\) has rights that its user has not/)]);
      const names = (run.threads as { process: string }[]).map((thread) => thread.process);
      expect(names).toContain('sh');
      expect(names).toContain('sleep');
      expect(names).not.toContain('own-rights');
    });

    it('is waited for where its parent does not', () => {
      const { run, endedAtMs } = recordAsOther(['sh', '-c', `${program(0o4755)} & true`]);
      expect(run.exitCode).toBe(0);
      const end = run.command.monotonicMs + run.startupMs + run.wallMs;
      expect(Math.abs(end - endedAtMs)).toBeLessThan(60);
      expect(run.notices).toHaveLength(1);
    });
  },
);
