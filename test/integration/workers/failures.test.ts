import { readdirSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { javaScriptModes as modes } from '../../../src/core/trace/run';
import { alive, builtInChoice, driveJob, moduleChoice } from './drive-job';

const example = 'export const items = [1, 2, 3];';

/** Module, a part of the sentence, and the item it names, alike in every mode. */
const everywhere: readonly (readonly [string, string, number | undefined])[] = [
  ['throws-on-load.mjs', 'loading throws-on-load.mjs failed: TypeError: no database configured', undefined],
  ['exports-nothing.mjs', `exports-nothing.mjs doesn’t export “items”. It exports nothing.`, undefined],
  ['exports-nothing.mjs', example, undefined],
  ['no-run.mjs', 'doesn’t export “run”. It exports go, items.', undefined],
  ['syntax-error.mjs', 'loading syntax-error.mjs failed at syntax-error.mjs:3:15: SyntaxError', undefined],
  ['syntax-error.ts', 'loading syntax-error.ts failed at syntax-error.ts:3:15: SyntaxError', undefined],
  ['endless-items.mjs', 'more than 1,000,000 items, or never ends', undefined],
  ['missing.mjs', 'doesn’t exist', undefined],
  ['throws-on-7.mjs', 'item 7 failed: RangeError: 7 is too much', 7],
  ['returns-function.mjs', 'item 1 returned a function, which can', 1],
];

describe.each(modes)('in mode %s', (mode) => {
  it.each(everywhere)('%s fails with “%s”', async (name, sentence, item) => {
    const job = await driveJob({ mode, workload: moduleChoice(name) });
    expect(job.failure?.message).toContain(sentence);
    expect(job.failure?.item).toBe(item);
    expect(job.exitCode).toBe(0);
    expect(alive(job)).toEqual([]);
  });

  it('a failed item keeps what was recorded, and shows the user’s stack alone', async () => {
    const job = await driveJob({ mode, workload: moduleChoice('throws-on-7.mjs') });
    const finished = job.files.flatMap(({ tasks }) => tasks.map((task) => task['item']));
    // Which ones is not said: of several workers one may still be at item 0 when another one fails.
    expect(finished.length).toBeGreaterThan(0);
    expect(finished).not.toContain(7);
    expect(job.files.flatMap(({ started }) => started.map((task) => task['item']))).toContain(7);
    expect(job.failure!.stack).toMatch(/at explode .*throws-on-7\.mjs:8/);
    expect(job.failure!.stack).not.toContain('workers');
  });

  it('an unhandled rejection ends the work', async () => {
    const job = await driveJob({ mode, workload: moduleChoice('unhandled-rejection.mjs') });
    expect(job.failure?.message).toMatch(/^an error that nobody caught ended .*: Error: forgotten$/);
    expect(alive(job)).toEqual([]);
  });

  it('what runs forever is killed with the host', async () => {
    const workload = moduleChoice('runs-forever.mjs');
    const whileRunning = (host: { pid?: number | undefined; kill(signal: 'SIGKILL'): void }, folder: string): void => {
      const workersReady = setInterval(() => {
        if (readdirSync(folder).length < (mode === 'serial' || mode === 'async' ? 1 : 3)) return;
        clearInterval(workersReady);
        setTimeout(() => host.kill('SIGKILL'), 500);
      }, 20);
    };
    const job = await driveJob({ mode, workload, whileRunning });
    expect(job.signal).toBe('SIGKILL');
    expect(job.files.length).toBe(mode === 'serial' || mode === 'async' ? 1 : 3);
    await gone(() => alive(job));
  });
});

/** The kernel ends orphans on its own time, but at once. */
async function gone(left: () => number[]): Promise<void> {
  for (let attempt = 0; attempt < 100 && left().length > 0; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(left()).toEqual([]);
}

describe('process.exit in an item', () => {
  it.each(['serial', 'async'] as const)('in mode %s ends the host, and its file names the item', async (mode) => {
    const job = await driveJob({ mode, workload: moduleChoice('exits-on-7.mjs') });
    expect(job).toMatchObject({ exitCode: 3, result: null, failure: null });
    expect(job.files[0]!.tasks.map((task) => task['item'])).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(job.files[0]!.started.at(-1)!['item']).toBe(7);
  });

  it.each(['threads', 'processes'] as const)('in mode %s ends one worker', async (mode) => {
    const job = await driveJob({ mode, workload: moduleChoice('exits-on-7.mjs') });
    expect(job.failure?.message).toMatch(/^worker [12] ended with exit code 3 while running item 7\.$/);
    expect(job.failure?.item).toBe(7);
    expect(alive(job)).toEqual([]);
  });
});

describe('memory that runs out', () => {
  const env = { NODE_OPTIONS: '--max-old-space-size=80' };

  it.each([
    ['threads', /^worker [12] ran out of memory while running item 1: its JavaScript heap was full/],
    ['processes', /^worker [12] ended with .* while running item 1\. Node aborts so when its memory is used up/],
  ] as const)('in mode %s', async (mode, sentence) => {
    const job = await driveJob({ mode, workload: moduleChoice('eats-memory.mjs'), env });
    expect(job.failure?.message).toMatch(sentence);
    expect(alive(job)).toEqual([]);
  });

  it('in mode serial the host aborts', async () => {
    const job = await driveJob({ mode: 'serial', workload: moduleChoice('eats-memory.mjs'), env });
    expect(job).toMatchObject({ signal: 'SIGABRT', result: null });
  });
});

it.each(['threads', 'processes'] as const)('an item that can’t be sent is named in mode %s', async (mode) => {
  const job = await driveJob({ mode, workload: moduleChoice('uncloneable-items.mjs') });
  expect(job.failure?.message).toContain(`item 1 can’t be sent to ${mode}`);
  expect(alive(job)).toEqual([]);
});

describe('a folder that can’t be recorded to', () => {
  const workload = builtInChoice('primes', 4, { limit: 10_000 });

  it.each(modes)('gone: the job in mode %s goes on, and says so', async (mode) => {
    const job = await driveJob({ mode, workload, whileRunning: removeFolder });
    expect(job.result).toMatchObject({ tasksFinished: 4 });
    expect(job.result!.notices[0]).toMatch(/the folder is gone\); the work went on|was deleted while the run went on/);
  });
});

const removeFolder = (_: unknown, folder: string): void => rmSync(folder, { recursive: true });

it('stop ends all workers and removes what was made', async () => {
  const job = await driveJob({
    mode: 'processes',
    workload: builtInChoice('files', 200, { kilobytes: 64, rounds: 1000 }),
    whileRunning: (host) => setTimeout(() => host.send({ type: 'stop' }), 500),
  });
  expect(job).toMatchObject({ exitCode: 0, result: null, failure: null, leftovers: [] });
  expect(alive(job)).toEqual([]);
});
