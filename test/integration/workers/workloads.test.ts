import { describe, expect, it } from 'vitest';
import { javaScriptModes as modes } from '../../../src/core/trace/run';
import { workloads } from '../../../src/workers/workloads';
import { alive, builtInChoice, driveJob, tasksOf, type DrivenJob, type Row } from './drive-job';

/** So small that all modes of all workloads run in seconds. */
const small: Readonly<Record<string, Record<string, number>>> = {
  primes: { limit: 20_000 },
  mandelbrot: { width: 20, iterations: 200 },
  requests: { minMs: 5, maxMs: 20 },
  files: { kilobytes: 2, rounds: 2 },
  pbkdf2: { iterations: 50 },
  'shared-counter': { steps: 2_000 },
  blocker: { megabytes: 0.2, timers: 2, timerMs: 1 },
  count: { millions: 0.05 },
};
const items = 24;

describe.each(workloads)('$id', (workload) => {
  it('says what to expect, and has its defaults within its limits', () => {
    expect(workload.about.length).toBeGreaterThan(200);
    for (const { default: preset, min, max } of [workload.items, ...workload.parameters]) {
      expect(min <= preset && preset <= max).toBe(true);
    }
  });

  it('gives the same results in every mode, and true slices', async () => {
    const jobs: DrivenJob[] = [];
    for (const mode of modes) {
      jobs.push(await driveJob({ mode, inFlight: 8, workload: builtInChoice(workload.id, items, small[workload.id]) }));
    }
    for (const [index, job] of jobs.entries()) {
      expect({ mode: modes[index], failure: job.failure }).toEqual({ mode: modes[index], failure: null });
      expect(job.result).toMatchObject({ items, tasksFinished: items, notices: [] });
      expectSound(job);
      expect(alive(job)).toEqual([]);
      expect(job.leftovers).toEqual([]);
    }
    expect(new Set(jobs.map((job) => job.result!.checksum)).size).toBe(1);
    expect(hashes(jobs[0]!)).toEqual(hashes(jobs[3]!));
  });
});

function expectSound(job: DrivenJob): void {
  const phases = Object.fromEntries(job.files.flatMap((file) => file.phases).map((mark) => [mark.name, mark.at]));
  const { start, workStart, workEnd } = phases as Record<string, number>;
  expect(start).toBe(0);
  expect(workStart!).toBeLessThan(workEnd!);
  expect(tasksOf(job).map((task) => task['item'])).toEqual(Array.from({ length: items }, (_, index) => index));
  for (const file of job.files) {
    expect(file.summarised).toBe(true);
    for (const task of file.tasks) {
      expect(task['start']!).toBeGreaterThanOrEqual(workStart!);
      expect(task['start']! <= task['runEnd']! && task['runEnd']! <= task['end']!).toBe(true);
      expect(task['end']!).toBeLessThanOrEqual(workEnd!);
      expect(task['head']!).toBeGreaterThanOrEqual(0);
      expect(task['head']!).toBeLessThanOrEqual(1);
    }
    expectApart(file.tasks);
  }
}

/** No two tasks of one thread that overlap share a slot. */
function expectApart(tasks: readonly Row[]): void {
  const freeAt = new Map<number, number>();
  for (const task of tasks.toSorted((a, b) => a['start']! - b['start']!)) {
    expect(task['start']!).toBeGreaterThanOrEqual(freeAt.get(task['slot']!) ?? 0);
    freeAt.set(task['slot']!, task['end']!);
  }
}

const hashes = (job: DrivenJob): unknown[] => tasksOf(job).map((task) => [task['hashHigh'], task['hashLow']]);

it('says which port is in use', async () => {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const job = await driveJob({ mode: 'async', workload: builtInChoice('requests', 4, { port }) });
  await new Promise((resolve) => server.close(resolve));
  expect(job).toMatchObject({ phase: 'prepare', exitCode: 0 });
  expect(job.failure!.message).toContain(`port ${port} is in use by another program. Choose another port`);
});
