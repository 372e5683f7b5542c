import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { programs, python } from '../scheduler/recorded-program';
import { juggler, removeTemporaryFolders, temporaryFolder } from './run-cli';

afterAll(removeTemporaryFolders);

/** As where there is nothing of what Linux tells of threads. */
const environment = { JUGGLER_SCHEDULER: 'portable' };

interface Process {
  readonly process: string;
  readonly pid: number;
  readonly parentPid?: number;
  readonly cpuMs: number;
}

describe('without what Linux tells of threads', () => {
  it.runIf(python !== null)('there is the tree of processes, with the CPU time of each', async () => {
    const file = join(temporaryFolder(), 'told');
    const words = ['record', '--json', '--', python!, join(programs, 'processes.py'), file];
    const { code, stdout } = await juggler(words, { environment });
    expect(code).toBe(0);
    const [run] = JSON.parse(stdout).runs;
    const processes = run.processes as Process[];
    const truth = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number) as [pid: number, seconds: number]);
    expect(truth).toHaveLength(2);
    for (const [pid, seconds] of truth) {
      const seen = processes.find((one) => one.pid === pid)!;
      // Times of a look and of what it sees lie up to a look apart.
      expect(Math.abs(seen.cpuMs - seconds * 1000)).toBeLessThan(0.15 * seconds * 1000 + 100);
    }
    const [parent, child] = [truth[1]![0], truth[0]![0]];
    expect(processes.find(({ pid }) => pid === child)).toMatchObject({ parentPid: parent });
    // Of the run it is the kernel's account of all that has ended, as the native launcher is told it. Where the machine is so busy that looks are rare, there is none.
    const told = truth.reduce((total, [, seconds]) => total + seconds * 1000, 0);
    const isKnown = run.capabilities.cpu.quality === 'sampled';
    const sum = processes.reduce((total, { cpuMs }) => total + cpuMs, 0);
    const off = run.cpuMs - (existsSync('out/juggler') ? told : sum);
    expect(typeof run.cpuMs).toBe(isKnown ? 'number' : 'object');
    // The start and the end of both processes are in it.
    expect(isKnown ? off : 0).toBeGreaterThan(-1);
    expect(isKnown ? off : 0).toBeLessThan(100);
    expect(run.wallMs).toBeGreaterThan(5900);
    // Threads that agents speak of have no CPU time.
    expect((run.threads as object[]).filter((thread) => 'onCpuMs' in thread || 'switches' in thread)).toEqual([]);
    expect((run.cores as object[]).filter((core) => 'targetShare' in core)).toEqual([]);
    expect(run.capabilities).toMatchObject({
      scheduler: { quality: 'missing', reason: 'JUGGLER_SCHEDULER turns what Linux tells of threads off.' },
      cpu: { reason: expect.stringMatching(/systeminformation|their sum/) },
      cores: { quality: 'sampled', periodMs: 100 },
    });
  });

  it('a Node program tells of its event loop, on the lane of its process', async () => {
    const script =
      'setTimeout(() => { const end = Date.now() + 300; while (Date.now() < end); }, 200); setTimeout(() => {}, 3500)';
    const { stdout } = await juggler(['record', '--json', '--', process.execPath, '-e', script], { environment });
    const [run] = JSON.parse(stdout).runs;
    const [node] = run.processes as Process[];
    expect(run.processes).toHaveLength(1);
    expect(run.eventLoops).toEqual([expect.objectContaining({ pid: node!.pid, process: node!.process })]);
    expect(run.eventLoops[0].lagMaxMs).toBeGreaterThan(270);
  });

  it('a run that is too short for a sum has none', async () => {
    const { stdout } = await juggler(['record', '--json', '--', 'true'], { environment });
    const [run] = JSON.parse(stdout).runs;
    expect(run).toMatchObject({ status: 'done', cpuMs: null });
    expect(run.capabilities.cpu).toMatchObject({
      quality: 'missing',
      reason: expect.stringContaining('they ran for too short a time for their sum'),
    });
  });

  it('what runs already is looked at, and what it used before does not count', async () => {
    const child = spawn('sh', ['-c', 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; exec sleep 60']);
    onTestFinished(() => void child.kill('SIGKILL'));
    while (!readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').startsWith('sleep')) {
      await new Promise((settle) => setTimeout(settle, 50));
    }
    const words = ['record', '--json', '--pid', String(child.pid), '--seconds', '2'];
    const { code, stdout } = await juggler(words, { environment });
    expect(code).toBe(0);
    const [run] = JSON.parse(stdout).runs;
    expect(run.processes).toEqual([expect.objectContaining({ pid: child.pid })]);
    expect((run.processes as Process[])[0]!.cpuMs).toBeLessThan(30);
    expect(child.exitCode).toBe(null);
  });

  it('SIGTERM ends everything it started all the same', async () => {
    const script = 'setsid sleep 81.5 & echo begun >&2; sleep 82.5';
    const end = await juggler(['record', '--', 'sh', '-c', script], {
      environment,
      when: { said: 'begun', react: (kill) => setTimeout(() => kill('SIGTERM'), 300) },
    });
    expect(end.left).toEqual([]);
  });
});
