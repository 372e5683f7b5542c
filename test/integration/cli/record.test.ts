import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { noPython, pythons } from '../agents/pythons';
import { program as nodeProgram } from '../agents/record-node';
import { juggler, removeTemporaryFolders, temporaryFolder } from './run-cli';

afterAll(removeTemporaryFolders);

interface Thread {
  readonly process: string;
  readonly onCpuMs: number;
  readonly runnableMs: number;
  readonly blockedMs: Readonly<Record<string, number>>;
  readonly unknownMs: number;
}
const sumOf = ({ onCpuMs, runnableMs, blockedMs, unknownMs }: Thread): number =>
  onCpuMs + runnableMs + unknownMs + Object.values(blockedMs).reduce((sum, ms) => sum + ms, 0);

describe('juggler record', () => {
  it('leaves what the program prints alone, and exits as it does', async () => {
    const { code, stdout, stderr, left } = await juggler(['record', '--', 'sh', '-c', 'printf "a\\0b"; exit 7']);
    expect({ code, stdout, left }).toEqual({ code: 7, stdout: 'a\0b', left: [] });
    expect(stderr).toContain('exit code 7');
    expect(stderr).toContain('Kept in');
  });

  it('a program that a signal ends gives 128 and its number', async () => {
    const { code, stderr } = await juggler(['record', '--', 'sh', '-c', 'kill -9 $$']);
    expect(code).toBe(137);
    expect(stderr).toContain('It was ended by SIGKILL.');
  });

  it('prints one document, with every thread and where its time went; what the program prints goes to stderr', async () => {
    const { code, stdout, stderr } = await juggler([
      'record',
      '--json',
      '--',
      'sh',
      '-c',
      'echo hello; sleep 0.3; true',
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('hello');
    const { workload, runs } = JSON.parse(stdout);
    expect(workload).toMatchObject({ kind: 'command', title: "sh -c 'echo hello; sleep 0.3; true'" });
    expect(runs[0]).toMatchObject({ mode: 'command', exitCode: 0, status: 'done' });
    const threads = runs[0].threads as Thread[];
    const shell = threads.find(({ process }) => process === 'sh')!;
    const sleep = threads.find(({ process }) => process === 'sleep')!;
    expect(shell.blockedMs['child']).toBeGreaterThan(250);
    expect(sleep.blockedMs['sleep']).toBeGreaterThan(295);
    // Both were there for no longer than the command, and their states say what they did all that time.
    for (const thread of threads) expect(sumOf(thread)).toBeLessThanOrEqual(runs[0].wallMs + 1e-3);
    expect(sumOf(shell)).toBeGreaterThan(300);
  });

  it('says how many CPU samples went with a program that was killed while its loop did not turn', async () => {
    const stuck = [process.execPath, nodeProgram('killed-after-work.cjs'), 'stuck'];
    const { stdout } = await juggler(['record', '--json', '--samples', '--', ...stuck]);
    const [run] = JSON.parse(stdout).runs;
    const { onCpuMs } = run.threads.find(({ name }: { name: string }) => name === 'main');
    expect(run.notices).toEqual([expect.stringMatching(/^CPU samples of .+ are missing, from .+killed-after-work/)]);
    const burnt = run.functions.find(({ name }: { name: string }) => name.startsWith('burnHere')).totalMs;
    expect(burnt).toBeGreaterThan(100);
    expect(run.lost.samples).toBeGreaterThan(100);
    // One a millisecond: what was told, what was lost, and the start of Node itself are all of it.
    expect(burnt + run.lost.samples).toBeLessThan(onCpuMs * 1.02);
  });

  it('says that CPU time is not available where threads can’t be seen: it is not zero', async () => {
    const { stdout } = await juggler(['record', '--json', '--', 'sleep', '0.2'], {
      environment: { JUGGLER_SCHEDULER: 'none' },
    });
    const [run] = JSON.parse(stdout).runs;
    expect(run).toMatchObject({ status: 'done', cpuMs: null, coresUsed: null, machineShare: null, threads: [] });
    expect(run.wallMs).toBeGreaterThan(200);
    expect(run.capabilities.cpu).toEqual({
      quality: 'missing',
      reason: 'JUGGLER_SCHEDULER turns it off.',
      remedy: 'Leave JUGGLER_SCHEDULER away.',
    });
    const plain = await juggler(['record', '--', 'sleep', '0.2'], { environment: { JUGGLER_SCHEDULER: 'none' } });
    expect(plain.stderr).toContain('CPU time not available');
  });

  it('tells which functions ran, where samples are asked for, and for how long', async () => {
    // It knows how long it was in each of the two, and how much of that on a core.
    const program = `const { cpuUsage } = process;
      function burn(ms) { const from = cpuUsage(), start = performance.now(); while (performance.now() < start + ms) Math.sqrt(ms);
        const { user, system } = cpuUsage(from); return [performance.now() - start, (user + system) / 1000]; }
      function short() { return burn(100); } function long() { return burn(500); }
      setTimeout(() => console.log(JSON.stringify([short(), long()])), 200);`;
    const { stdout, stderr } = await juggler(['record', '--json', '--samples', '--', process.execPath, '-e', program]);
    const truth = JSON.parse(/^\[\[.*$/m.exec(stderr)![0]) as [wall: number, cpu: number][];
    const { functions } = JSON.parse(stdout).runs[0] as { functions: { name: string; totalMs: number }[] };
    for (const [index, name] of ['short', 'long'].entries()) {
      const [wall, cpu] = truth[index]!;
      const { totalMs } = functions.find((one) => one.name.startsWith(`${name} (`))!;
      // Good to a few samples; other threads of the process compile meanwhile.
      expect(totalMs).toBeGreaterThan(cpu * 0.93 - 5);
      expect(totalMs).toBeLessThan(wall + 5);
    }
  });

  it.each([
    ['--samples', '50', '--samples 50: it takes a whole number from 100 to 100,000'],
    ['--blocked', 'soon', '--blocked soon: it takes a whole number from 1 to 60,000'],
  ])('refuses %s %s', async (option, value, sentence) => {
    const { code, stderr } = await juggler(['record', option, value, '--', 'true']);
    expect({ code, sentence: stderr.includes(sentence), stderr }).toMatchObject({ code: 2, sentence: true });
  });

  it.each([
    ['no-such-program', 'There is no program “no-such-program” on the PATH.'],
    ['/etc', '/etc is a folder'],
  ])('says why %s can’t be run, and exits with 2', async (program, sentence) => {
    const { code, stdout, stderr, left } = await juggler(['record', '--', program]);
    expect({ code, stdout, left }).toEqual({ code: 2, stdout: '', left: [] });
    expect(stderr).toContain(sentence);
  });

  it('--append adds a band to a file, which keeps what was in it', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'sleeps.juggler');
    const library = join(folder, 'library');
    await juggler(['record', '-o', file, '--repeats', '2', '--', 'sleep', '0.05'], { library });
    const before = readFileSync(file).length;
    const added = await juggler(['record', '--append', file, '--name', 'longer', '--', 'sleep', '0.1'], { library });
    expect(added.code).toBe(0);
    expect(readFileSync(file).length).toBeGreaterThan(before);
    const { stdout } = await juggler(['info', file, '--json'], { library });
    const { runs } = JSON.parse(stdout);
    const told = runs.map((run: { id: string; command: { name: string }; threads: Thread[] }) => [
      run.id,
      run.command.name,
      run.threads.length,
    ]);
    expect(told).toEqual([
      ['run-1-1', 'sleep 0.05', 1],
      ['run-1-2', 'sleep 0.05', 1],
      ['run-2-1', 'longer', 1],
    ]);
  });

  it('SIGTERM ends everything it started, also what went into a session of its own; what was recorded is kept', async () => {
    const script = 'setsid sleep 71.5 & echo begun >&2; sleep 72.5';
    const end = await juggler(['record', '--', 'sh', '-c', script], {
      when: { said: 'begun', react: (kill) => setTimeout(() => kill('SIGTERM'), 300) },
    });
    expect(end.left).toEqual([]);
    expect(end.stderr.replaceAll(/\s+/g, ' ')).toContain('It was stopped; what was recorded until then is kept.');
    expect(end.stderr).toContain('Kept in');
  });

  it('a Node program tells of its event loop', async () => {
    const script =
      'setTimeout(() => { const end = Date.now() + 150; while (Date.now() < end); }, 100); setTimeout(() => {}, 400)';
    const { stdout } = await juggler(['record', '--json', '--', process.execPath, '-e', script]);
    const { eventLoops, capabilities } = JSON.parse(stdout).runs[0];
    expect(capabilities.eventLoop.quality).toBe('sampled');
    expect(eventLoops).toHaveLength(1);
    expect(eventLoops[0].lagMaxMs).toBeGreaterThan(130);
  });

  it.skipIf(noPython !== null)('a Python program tells of its threads, tasks and event loop', async () => {
    const script = `
import asyncio, threading, time
async def fetch(): await asyncio.sleep(0.02)
async def main(): await asyncio.gather(*(fetch() for _ in range(5)))
thread = threading.Thread(target=time.sleep, args=[0.05], name='a reader')
thread.start()
asyncio.run(main())
thread.join()`;
    const { stdout, code } = await juggler(['record', '--json', '--', pythons.at(-1)!.path, '-c', script]);
    expect(code).toBe(0);
    const [run] = JSON.parse(stdout).runs;
    expect(run.capabilities.eventLoop.quality).toBe('sampled');
    expect(run.eventLoops).toHaveLength(1);
    expect(run.threads.map((thread: { name: string }) => thread.name)).toEqual(['main', 'a reader', 'Juggler’s agent']);
    expect(run.lost).toEqual({ events: 0, samples: 0 });
    const tasks = run.operations.map((one: { name: string; count: number }) => [one.name, one.count]);
    expect(tasks).toContainEqual(['fetch', 5]);
    const sleeps = run.waits.find(({ what }: { what: string }) => what === 'sleep');
    expect(sleeps.count).toBe(5);
    expect(sleeps.totalMs).toBeGreaterThan(100);
  });

  it.skipIf(noPython !== null)('says why a Python program tells nothing', async () => {
    const command = [pythons.at(-1)!.path, '-I', '-c', 'import asyncio; asyncio.run(asyncio.sleep(0))'];
    const { stdout } = await juggler(['record', '--json', '--', ...command]);
    const [run] = JSON.parse(stdout).runs;
    expect(run.capabilities.eventLoop).toMatchObject({ quality: 'missing' });
    expect(run.capabilities.eventLoop.reason).toContain('isolated mode (-I)');
    expect(run.notices[0]).toContain('isolated mode (-I)');
  });
});

describe.runIf(process.platform === 'linux')('what is not in a recording', () => {
  it('is counted: what an agent told only as a number', async () => {
    const { stdout } = await juggler(['record', '--json', '--', process.execPath, nodeProgram('many-files.cjs')]);
    const [run] = JSON.parse(stdout).runs;
    const [, said] = /^(\d+) operations came too fast/.exec(run.notices[0])!;
    expect(run.lost).toEqual({ events: Number(said), samples: 0, untold: { operations: Number(said) } });
    expect(run.lost.events).toBeGreaterThan(0);
  });
});
