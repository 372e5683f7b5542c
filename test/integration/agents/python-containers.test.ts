import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { preparePythonAgent } from '../../../src/recorder/agents/python-environment';
import { ReaderSign } from '../../../src/recorder/agents/reader-sign';
import { noPython, somePythons } from './pythons';
import { agentFolder, recordPython, removeTemporaryFolders, temporaryFolder } from './record-python';

afterAll(removeTemporaryFolders);

const withoutNamespaces =
  spawnSync('unshare', ['--pid', '--fork', '--time', 'true']).status === 0 ? null : 'this user may make no namespaces';

/* Says its number outside where /proc is the one outside, and its thread's number inside. */
const work = `
import asyncio, os, threading, time
def stay():
    time.sleep(0.3)
thread = threading.Thread(target=stay, name='stays')
thread.start()
async def main():
    await asyncio.sleep(0.1)
asyncio.run(main())
thread.join()
print(os.getpid())
`;

describe.skipIf(noPython !== null || withoutNamespaces !== null).each(somePythons)(
  'Python’s agent $version in namespaces',
  ({ path }) => {
    it.each([
      { how: 'pid', options: ['--pid', '--fork'] },
      { how: 'pid, with its own /proc', options: ['--pid', '--fork', '--mount-proc'] },
      { how: 'time', options: ['--time', '--monotonic', '864000', '--fork'] },
      { how: 'pid and time', options: ['--pid', '--time', '--monotonic', '-100', '--fork', '--mount-proc'] },
    ])('tells numbers and times of the outside: $how', async ({ options }) => {
      const began = process.hrtime.bigint();
      const inside = [...options, path, '-c', work];
      const { code, stdout, collected, epoch } = await recordPython('unshare', inside);
      const tookNs = Number(process.hrtime.bigint() - began);
      expect(code).toBe(0);
      expect(collected.notices).toEqual([]);
      const [main, thread] = collected.threads;
      expect(main!.hello.tid).toBe(main!.hello.pid);
      // Its own number is another one inside, but where there is no other pid namespace.
      expect(Number(stdout) === main!.hello.pid).toBe(options[0] !== '--pid');
      expect(thread!.hello).toMatchObject({ name: 'stays', pid: main!.hello.pid });
      expect(thread!.hello.tid).not.toBe(thread!.hello.pid);
      expect(thread!.hello.tid!).toBeGreaterThan(main!.hello.pid);
      const { at, ended } = main!.operations.find(({ name }) => name === 'main')!;
      expect(at).toBeGreaterThan(0);
      expect(Number(began - epoch) + tookNs).toBeGreaterThan(ended!.at);
      expect(ended!.at - at).toBeGreaterThanOrEqual(100e6);
    });
  },
);

/* A forked child says something as well, and then each tells more than a first ring can hold. */
const storm = `
import os, juggler
pid = os.fork()
for number in range(10000):
    juggler.mark('m')
if pid:
    os.waitpid(pid, 0)
`;

describe.skipIf(noPython !== null).each(somePythons)('Python’s agent $version, with', ({ path }) => {
  function run(sign: 'renewed' | 'old' | 'void' | 'none'): { code: number | null; rings: readonly string[] } {
    const folder = temporaryFolder();
    const oldNs = sign === 'old' ? 11_000_000_000n : 0n;
    if (sign !== 'none') {
      const reader = new ReaderSign(folder, () => process.hrtime.bigint() - oldNs);
      if (sign === 'void') reader.close();
    }
    const { environment } = preparePythonAgent({
      agentFolder,
      folder,
      cacheFolder: null,
      environment: { PATH: process.env['PATH'] },
      command: [path],
      options: { epochNs: '0' },
    });
    const { status } = spawnSync(
      path,
      ['-c', `try:\n import juggler\nexcept ImportError: pass\nelse:\n ${storm.trim().replaceAll('\n', '\n ')}`],
      {
        env: environment,
      },
    );
    expect(existsSync(join(folder, 'python-agent'))).toBe(true);
    return { code: status, rings: readdirSync(folder).filter((name) => name.endsWith('.ring')) };
  }

  it.each([
    { sign: 'renewed', rings: 4 },
    { sign: 'none', rings: 4 },
    { sign: 'old', rings: 0 },
    { sign: 'void', rings: 0 },
  ] as const)('a sign of its reader that is $sign, writes $rings files', ({ sign, rings }) => {
    const ran = run(sign);
    expect(ran.code).toBe(0);
    expect(ran.rings).toHaveLength(rings);
  });

  it('a reader that ends meanwhile takes no more of the disk, also behind a fork', async () => {
    const folder = temporaryFolder();
    const reader = new ReaderSign(folder);
    const { environment } = preparePythonAgent({
      agentFolder,
      folder,
      cacheFolder: null,
      environment: { PATH: process.env['PATH'] },
      command: [path],
      options: { epochNs: '0', samplesUs: 1000 },
    });
    const code = `import os, juggler\nwith open(os.environ['SIGN'], 'r+b') as sign: sign.write(bytes(8))\n${storm}`;
    const env = { ...environment, SIGN: join(folder, 'reader') };
    expect(spawnSync(path, ['-c', code], { env, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    expect(readdirSync(folder).filter((name) => name.endsWith('.ring'))).toHaveLength(1);
    reader.close();
  });
});
