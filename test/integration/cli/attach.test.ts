import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { lastOf, python, steal, stealSince, times } from '../scheduler/recorded-program';
import { compiled, hasCompiler, program, removeCompiled, toldLines } from '../scheduler/watch-program';
import { cli, juggler, removeTemporaryFolders, temporaryFolder, type CliOptions } from './run-cli';

afterAll(() => {
  removeCompiled();
  removeTemporaryFolders();
});

type Program = ChildProcessByStdio<Writable, Readable, null>;

/** Runs until the test is over. Resolves once it has printed something. */
async function running(file: string, ...words: readonly string[]): Promise<Program> {
  const child = spawn(file, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.on('error', () => undefined);
  await once(child.stdout, 'data');
  return child;
}

const attach = (pid: number | string, words: readonly string[] = [], options: CliOptions = {}) =>
  juggler(['record', '--json', '--pid', String(pid), ...words], options);

interface Told {
  readonly what: 'burn' | 'sleep' | 'lock' | 'thread' | 'process';
  readonly tid: number;
  readonly cpu: number;
  readonly at: number;
}

/** Of all its threads, those that have ended as well. */
function cpuMsOf(pid: number): number {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'latin1')
    .split(') ')[1]!
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return (user! + system!) * 10;
}

/** What `attached.c` says of its threads now. */
async function ask(child: Program): Promise<Told[]> {
  let stdout = '';
  const take = (text: Buffer): void => void (stdout += text.toString());
  child.stdout.on('data', take);
  child.stdin.write('x');
  while (!stdout.endsWith('\n\n')) await sleep(2);
  child.stdout.off('data', take);
  return toldLines<Told>({ stdout });
}

describe.runIf(process.platform === 'linux' && hasCompiler)('juggler record --pid', () => {
  it('sees what runs already, exactly, and leaves it running', async () => {
    const child = await running(compiled('attached'));
    const library = temporaryFolder();
    const asked: Promise<Told[]>[] = [];
    const stolen = steal();
    const { code, stdout, stderr } = await attach(child.pid!, ['--seconds', '3'], {
      library,
      when: {
        said: 'Recording',
        react: () => {
          for (const at of [300, 2500]) asked.push(sleep(at).then(() => ask(child)));
        },
      },
    });
    const [before, after] = (await Promise.all(asked)) as [Told[], Told[]];
    const stealNs = stealSince(stolen);
    expect(code).toBe(0);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(`(${child.pid}) for 3 s; Ctrl-C ends that earlier`);
    const { workload, runs } = JSON.parse(stdout);
    expect(workload.kind).toBe('command');
    expect(runs[0]).toMatchObject({ status: 'done', command: { attached: { pid: child.pid }, folder: process.cwd() } });
    expect(Math.abs(runs[0].wallMs - 3000)).toBeLessThan(100);

    const { threads } = await lastOf(library, stdout);
    for (const { what, tid, cpu, at } of after.slice(2)) {
      const first = before.find((line) => line.what === what)!;
      const thread = threads.find((one) => one.tid === tid)!;
      const { running: told, spent, switches } = times(thread, first.at, at);
      const truth = cpu - first.cpu;
      // Each switch costs a few µs itself, and what is told of the clock lies a moment beside what it tells.
      expect(Math.abs(told - truth)).toBeLessThan(0.005 * truth + switches * 10_000 + 400_000 + stealNs);
      if (what === 'burn') continue;
      const waited = at - first.at - told - (spent.get('runnable') ?? 0);
      expect(spent.get(what as 'sleep' | 'lock') ?? 0).toBeGreaterThan(0.9 * waited);
    }
    // Made while it was looked at.
    for (const { tid } of [before[0]!, before[1]!, after[0]!, after[1]!]) {
      expect(threads.map((thread) => thread.tid)).toContain(tid);
    }
    // It answers as before, and nobody traces or stops it.
    expect(await ask(child)).toHaveLength(5);
    expect(readFileSync(`/proc/${child.pid}/status`, 'utf8')).toMatch(/^State:\t[RS][^]*^TracerPid:\t0$/m);
  });

  it('ends with Ctrl-C, keeps what it has, and exits with 0', async () => {
    const child = await running('sh', '-c', 'echo ready; while :; do sleep 0.1; done');
    const { code, stdout, stderr } = await attach(child.pid!, ['--seconds', '60'], {
      when: { said: 'Recording', react: (kill) => setTimeout(() => kill('SIGINT'), 700) },
    });
    expect(code).toBe(0);
    expect(stderr).toContain('Kept in');
    const [run] = JSON.parse(stdout).runs;
    expect(run.status).toBe('done');
    expect(run.wallMs).toBeGreaterThan(600);
    expect(run.wallMs).toBeLessThan(20_000);
    expect(run.threads.map((thread: { process: string }) => thread.process)).toContain('sleep');
    expect([child.exitCode, child.signalCode]).toEqual([null, null]);
  });

  it('ends with the process, and says so', async () => {
    const child = await running('sh', '-c', 'echo ready; exec sleep 1.5');
    const { code, stdout } = await attach(child.pid!, ['--seconds', '60']);
    expect(code).toBe(0);
    const [run] = JSON.parse(stdout).runs;
    expect(run.status).toBe('done');
    expect(run.wallMs).toBeLessThan(1600);
    expect(run.notices).toEqual([`sleep (${child.pid}) ended by itself while it was recorded.`]);
  });

  it.runIf(python !== null)('knows that threads wait for the GIL', async () => {
    const child = await running(python!, program('spins.py'));
    const { stdout } = await attach(child.pid!, ['--seconds', '1.5']);
    const [run] = JSON.parse(stdout).runs;
    const spinners = (run.threads as { onCpuMs: number; blockedMs: Record<string, number>; tid: number }[])
      .filter(({ tid }) => tid !== child.pid)
      .toSorted((a, b) => b.onCpuMs - a.onCpuMs);
    expect(spinners).toHaveLength(2);
    for (const { blockedMs, onCpuMs } of spinners) {
      const others = Object.entries(blockedMs).filter(([reason]) => reason !== 'gil');
      expect(blockedMs['gil']).toBeGreaterThan(0.3 * (blockedMs['gil']! + onCpuMs));
      for (const [, ms] of others) expect(ms).toBeLessThan(0.1 * blockedMs['gil']!);
    }
  });

  it.runIf(python !== null)('finds every one of many threads', async () => {
    const script =
      'import threading, sys\nfor _ in range(300): threading.Thread(target=threading.Event().wait, daemon=True).start()\nprint("ready", flush=True)\nsys.stdin.read()';
    const child = await running(python!, '-c', script);
    const { stdout } = await attach(child.pid!, ['--seconds', '0.5']);
    const [run] = JSON.parse(stdout).runs;
    expect(run.capabilities.scheduler.quality).toBe('exact');
    expect(run.threads).toHaveLength(301);
    // They were there all the time, and still are.
    for (const { blockedMs } of run.threads as { blockedMs: Record<string, number> }[]) {
      expect(Object.values(blockedMs).reduce((sum, ms) => sum + ms, 0)).toBeGreaterThan(0.9 * run.wallMs);
    }
    expect(child.exitCode).toBe(null);
  });

  it('is sampled where records are refused', async () => {
    const child = await running(compiled('attached'));
    const before = cpuMsOf(child.pid!);
    const { code, stdout } = await attach(child.pid!, ['--seconds', '1'], {
      environment: { JUGGLER_SCHEDULER: 'sampled' },
    });
    const used = cpuMsOf(child.pid!) - before;
    expect(code).toBe(0);
    const [run] = JSON.parse(stdout).runs;
    expect(run.capabilities.scheduler.quality).toBe('sampled');
    expect(run.threads).toHaveLength(4);
    // It burns all the time, also while the recorder starts and ends.
    expect(run.cpuMs).toBeGreaterThan(0.1 * used);
    expect(run.cpuMs).toBeLessThan(used);
  });
});

/** Nothing was printed to stdout, and the exit code says that the call was wrong. */
async function refused(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await juggler(['record', ...words]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  return stderr.replaceAll(/\s+/g, ' ');
}

describe.runIf(process.platform === 'linux')('juggler record --pid says why not:', () => {
  it.each([
    [['--pid', 'abc'], '--pid abc: it takes a whole number'],
    [['--pid', '-3'], '--pid -3: it takes a whole number'],
    [['--pid', '1', '--', 'sleep', '1'], '--pid records what runs already, “-- sleep …” starts a program'],
    [['--pid', '1', '--repeats', '2'], '--repeats runs a command again and again'],
    [['--pid', '1', '--samples'], '--samples is for programs that are started'],
    [['--pid', '1', '--seconds', '0'], '--seconds 0: it takes a number of seconds above zero'],
    [['--seconds', '5', '--', 'true'], '--seconds goes with --pid'],
    [[], 'No command was given'],
  ])('%j', async (words, sentence) => {
    expect(await refused(words)).toContain(sentence);
  });

  it('no such process', async () => {
    const { pid } = spawnSync('true');
    expect(await refused(['--pid', String(pid)])).toContain(`There is no process ${pid}.`);
  });

  it('one that has ended', async () => {
    const parent = await running('sh', '-c', 'sleep 0.3 & echo ready; exec sleep 60');
    const pid = readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8').trim();
    while (!/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) await sleep(20);
    expect(await refused(['--pid', pid])).toContain('has ended; it is listed until its parent has asked how.');
  });

  it('a thread', async () => {
    const tid = readdirSync('/proc/self/task').find((name) => name !== String(process.pid))!;
    expect(await refused(['--pid', tid])).toContain(`${tid} is a thread of process ${process.pid}`);
  });

  it('a part of the kernel', async () => {
    expect(await refused(['--pid', '2'])).toContain('Process 2 (kthreadd) is a part of the kernel');
  });

  it.runIf(process.getuid?.() === 0)('another user’s', async () => {
    const child = await running('sh', '-c', 'echo ready; exec sleep 60');
    const drop = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    const words = [...drop, process.execPath, cli, 'record', '--pid', String(child.pid)];
    const { status, stdout, stderr } = spawnSync('setpriv', words, {
      encoding: 'utf8',
      env: { ...process.env, JUGGLER_LIBRARY: temporaryFolder() },
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
      `Process ${child.pid} (sleep) belongs to root: only root may record what it does. To do so: sudo juggler record --pid ${child.pid}`,
    );
  });
});
