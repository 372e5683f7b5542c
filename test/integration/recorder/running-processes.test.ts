import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { RunningProcesses } from '../../../src/recorder/attach/running-processes';
import { userName } from '../../../src/recorder/attach/user-name';

async function burner(): Promise<number> {
  const child = spawn('sh', ['-c', 'echo ready; while :; do :; done', 'a b'], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child.pid!;
}

it.runIf(process.platform === 'linux')('are listed with what they use, but for parts of the kernel', async () => {
  const pid = await burner();
  // What this test has started has nothing to do with an app of that number.
  const running = new RunningProcesses(2 ** 30);
  await running.list();
  const list = await running.list();
  const found = list.find((one) => one.pid === pid)!;
  expect(found).toMatchObject({ name: 'sh', line: "sh -c 'echo ready; while :; do :; done' 'a b'" });
  expect(found.coreShare).toBeGreaterThan(0.05);
  expect(found.coreShare).toBeLessThan(1.1);
  expect(list.map((one) => one.pid)).not.toContain(2);
  const shares = list.map(({ coreShare }) => coreShare);
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));
});

it.runIf(process.platform === 'linux')('are not the app’s own', async () => {
  const pid = await burner();
  const pids = (await new RunningProcesses(process.pid).list()).map((one) => one.pid);
  expect(pids).not.toContain(pid);
  expect(pids).not.toContain(process.pid);
});

it('users are called as the machine’s list has it', () => {
  const list = 'root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/bin/false\n';
  expect([userName(33, list), userName(1000, list)]).toEqual(['www-data', 'user 1000']);
});
