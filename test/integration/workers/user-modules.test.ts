import { fork } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FromJob } from '../../../src/core/protocol/job';
import { javaScriptModes as modes } from '../../../src/core/trace/run';
import { alive, driveJob, moduleChoice } from './drive-job';

const dialects = [
  ['esm.mjs', 4],
  ['esm-in-js.js', 4],
  ['common.cjs', 2],
  ['types.ts', 3],
  ['types.mts', 2],
  ['types.cts', 1],
  ['view.tsx', 2],
  ['default-export.mjs', 2],
  ['async-items.mjs', 5],
  ['keeps-alive.mjs', 3],
] as const;

describe('a module of the user’s', () => {
  it.each(dialects)('%s runs in every mode', async (name, items) => {
    const checksums = new Set<string>();
    for (const mode of modes) {
      const job = await driveJob({ mode, workload: moduleChoice(name) });
      expect({ mode, failure: job.failure }).toEqual({ mode, failure: null });
      expect(job.result).toMatchObject({ items, tasksFinished: items });
      checksums.add(job.result!.checksum);
      expect(alive(job)).toEqual([]);
    }
    expect(checksums.size).toBe(1);
  });

  it('takes as many items as are asked for, also from an endless generator', async () => {
    const job = await driveJob({ mode: 'serial', workload: moduleChoice('endless-items.mjs', 25) });
    expect(job.result).toMatchObject({ items: 25, tasksFinished: 25 });
  });

  it('prints megabytes and loses none', async () => {
    for (const mode of modes) {
      const job = await driveJob({ mode, workload: moduleChoice('prints-megabytes.mjs') });
      expect({ mode, failure: job.failure }).toEqual({ mode, failure: null });
      const lines = job.output.split('\n').filter((line) => line.endsWith('xxx')).length;
      expect({ mode, lines }).toEqual({ mode, lines: 80_000 });
    }
  });
});

describe('a check', () => {
  it('says how many items there are', async () => {
    expect(await check('types.ts')).toEqual({ type: 'checked', title: 'types.ts', items: 3 });
  });

  it('says what is wrong', async () => {
    const answer = await check('no-run.mjs');
    expect(answer).toMatchObject({ type: 'failed' });
    expect(JSON.stringify(answer)).toContain('doesn’t export “run”. It exports go, items.');
  });
});

function check(name: string): Promise<FromJob> {
  const host = fork(resolve(process.env['JUGGLER_OUT'] ?? 'out', 'workers/job-host.js'), [], {
    serialization: 'advanced',
    execArgv: [],
  });
  const answer = new Promise<FromJob>((settle, refuse) => {
    host.once('message', settle);
    host.once('exit', (code) => refuse(new Error(`the host ended with code ${code} and said nothing`)));
  });
  host.send({ type: 'check', file: resolve('test/fixtures/modules', name) });
  return answer;
}
