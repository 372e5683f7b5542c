import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
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

/** It has opened events of the kernel's scheduler. */
const holdsEvents = (pid: number): boolean =>
  readdirSync(`/proc/${pid}/fd`).some((file) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${file}`) === 'anon_inode:[perf_event]';
    } catch {
      return false;
    }
  });

async function found(look: () => string | undefined): Promise<number> {
  for (;;) {
    const pid = look();
    if (pid !== undefined) return Number(pid);
    await sleep(5);
  }
}

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
      // It is seen every 5 to 20 ms, when the recorder has its turn; it burns for 600 ms.
      expect(Math.abs(end - endedAtMs)).toBeLessThan(300);
      expect(run.notices).toEqual([expect.stringMatching(/^own-rights \(\d+\) has rights that its user has not/)]);
      expect(run.capabilities.cpu).toMatchObject({
        quality: 'missing',
        reason: expect.stringMatching(/^What own-rights \(\d+\) uses can’t be seen/),
      });
    });

    it('is told of where the program that started it is attached to', async () => {
      const file = program(0o4755);
      const drop = ['--reuid=65534', '--regid=65534', '--clear-groups'];
      // It is there when the recorder comes, however long that takes to start.
      const loop = `echo ready; ${file} 60000 2>/dev/null; while :; do sleep 0.1; done`;
      const child = spawn('setpriv', [...drop, 'sh', '-c', loop], { stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => void child.kill('SIGKILL'));
      await once(child.stdout, 'data');
      const children = `/proc/${child.pid}/task/${child.pid}/children`;
      const hidden = await found(() => readFileSync(children, 'latin1').split(' ').filter(Boolean).find(runsAsRoot));
      const library = openFolder();
      const words = [...drop, process.execPath, cli, 'record', '--json', '--pid', String(child.pid), '--seconds', '2'];
      const environment = { ...process.env, JUGGLER_LIBRARY: library, HOME: library };
      const juggler = spawn('setpriv', words, { env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
      let stdout = '';
      juggler.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
      const closed = once(juggler, 'close');
      // Its end is within what is recorded.
      while (!holdsEvents(juggler.pid!)) await sleep(5);
      await sleep(1000);
      process.kill(hidden, 'SIGKILL');
      await closed;
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
      expect(Math.abs(end - endedAtMs)).toBeLessThan(300);
      expect(run.notices).toHaveLength(1);
    });
  },
);
