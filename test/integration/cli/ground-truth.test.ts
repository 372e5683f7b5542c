import { cpus } from 'node:os';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { juggler, modulesFolder, removeTemporaryFolders, temporaryFolder } from './run-cli';

afterAll(removeTemporaryFolders);

interface RunJson {
  readonly coresUsed: number;
  readonly cores: readonly { readonly busyShare: number }[];
  readonly mode: string;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly threads: readonly { readonly process: string; readonly name: string; readonly onCpuMs?: number }[];
  readonly tasks: { readonly count: number; readonly maxInFlight: number };
}

/** The fastest repeat: whatever else goes on on a machine only ever adds time. */
function fastest(runs: readonly RunJson[], mode: string): RunJson {
  return runs.filter((run) => run.mode === mode).reduce((a, b) => (b.wallMs < a.wallMs ? b : a));
}

describe('work that burns 40 × 50 ms of CPU time', () => {
  let runs: readonly RunJson[] = [];
  beforeAll(async () => {
    const module = join(temporaryFolder(), 'burns.mjs');
    // As much as `process.cpuUsage` says the item itself has used: so not for threads, which share a process.
    writeFileSync(
      module,
      `export const items = Array.from({ length: 40 }, (_, index) => index);
       export function run() {
         const before = process.cpuUsage();
         let x = 0;
         for (;;) {
           for (let step = 0; step < 20000; step++) x += Math.sqrt(step);
           const { user, system } = process.cpuUsage(before);
           if (user + system >= 50000) return x > 0;
         }
       }`,
    );
    const args = ['compare', module, '--modes', 'serial,async,processes', '--workers', '2', '--repeats', '3', '--json'];
    const { stdout } = await juggler(args);
    runs = (JSON.parse(stdout) as { runs: RunJson[] }).runs;
  }, 180_000);

  it('is run three times in each mode', () => {
    expect(runs).toHaveLength(9);
  });

  it.each(['serial', 'async'])('is reported in mode %s as 2 s of CPU time, to a fiftieth', (mode) => {
    const { cpuMs } = fastest(runs, mode);
    expect(cpuMs).toBeGreaterThan(2000);
    expect(cpuMs).toBeLessThan(2040);
  });

  it('is reported as 2 s of CPU time of the workers within 2 % in mode processes', () => {
    const { threads } = fastest(runs, 'processes');
    // What the host uses to hand out items and to sample itself comes on top, and is part of the job's `cpuMs`.
    // So do V8's own threads, where they had enough to do to be seen.
    const workers = threads
      .filter((thread) => thread.process !== 'job' && thread.name === 'main')
      .map((thread) => thread.onCpuMs ?? Number.NaN);
    expect(workers).toHaveLength(2);
    const sum = workers.reduce((a, b) => a + b);
    expect(sum).toBeGreaterThan(1980);
    expect(sum).toBeLessThan(2040);
  });

  it.skipIf(cpus().length < 2)(
    'is done by two processes at least 1.7 times as fast, or 85 % of what others left',
    () => {
      const processes = fastest(runs, 'processes');
      // By the system's own count of busy cores: on a machine of our own it is nothing.
      const others = processes.cores.reduce((sum, { busyShare }) => sum + busyShare, 0) - processes.coresUsed;
      const left = Math.min(2, cpus().length - Math.max(0, others));
      expect(fastest(runs, 'serial').wallMs / processes.wallMs).toBeGreaterThanOrEqual(0.85 * left);
    },
  );

  it('takes async as much CPU time as it takes serially, within 10 %', () => {
    const ratio = fastest(runs, 'serial').cpuMs / fastest(runs, 'async').cpuMs;
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
  });
});

describe('work that waits 10 × 100 ms', () => {
  it('takes a second serially, a tenth in async, half a second with two workers', async () => {
    const module = join(modulesFolder, 'waits-100.mjs');
    const { stdout } = await juggler(['compare', module, '--workers', '2', '--json']);
    const { runs } = JSON.parse(stdout) as { runs: RunJson[] };
    const wall = (mode: string): number => fastest(runs, mode).wallMs;
    // A timer never fires early; how late it may fire is the machine's affair.
    expect(wall('serial')).toBeGreaterThanOrEqual(990);
    expect(wall('serial')).toBeLessThan(1300);
    expect(wall('async')).toBeGreaterThanOrEqual(99);
    expect(wall('async')).toBeLessThan(200);
    expect(wall('threads')).toBeGreaterThanOrEqual(495);
    expect(wall('threads')).toBeLessThan(700);
    expect(fastest(runs, 'async').tasks.maxInFlight).toBe(10);
    expect(fastest(runs, 'serial').tasks.maxInFlight).toBe(1);
  });
});
