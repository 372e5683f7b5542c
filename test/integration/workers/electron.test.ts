import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { FromJob, JobSpec } from '../../../src/core/protocol/job';
import { javaScriptModes as modes } from '../../../src/core/trace/run';
import { builtInChoice, moduleChoice } from './drive-job';

const folder = mkdtempSync(join(tmpdir(), 'juggler-electron-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface BrokeredRun {
  readonly code: number;
  readonly last: FromJob;
  readonly started: readonly string[];
  readonly left: number;
}

/** One Electron for several runs, one after the other. */
async function inElectron(specs: readonly JobSpec[]): Promise<BrokeredRun[]> {
  const out = resolve(process.env['JUGGLER_OUT'] ?? 'out');
  const { stdout } = await promisify(execFile)(
    resolve('node_modules/electron/dist/electron'),
    ['--no-sandbox', resolve('test/integration/workers/electron')],
    { env: { ...process.env, JUGGLER_BROKER_TEST: JSON.stringify({ out, specs }) }, maxBuffer: 64e6 },
  );
  const lines = stdout.split('\n').filter((line) => line.startsWith('@@'));
  return lines.map((line) => JSON.parse(line.slice(2)) as BrokeredRun);
}

const specOf = (mode: JobSpec['mode'], workload: JobSpec['workload'], runId: string): JobSpec => ({
  runId,
  folder: mkdtempSync(join(folder, 'run-')),
  workload,
  mode,
  workers: 2,
  inFlight: 64,
});

describe('in Electron’s utilityProcess', () => {
  it.each([
    ['a built-in with a server of its own', builtInChoice('requests', 6, { minMs: 1, maxMs: 5 })],
    ['the user’s TypeScript', moduleChoice('types.ts')],
  ] as const)('%s gives the same in every mode', async (_, workload) => {
    const specs = modes.map((mode) => specOf(mode, workload, mode));
    const runs = await inElectron(specs);
    expect(runs.map(({ last }) => last.type)).toEqual(modes.map(() => 'finished'));
    const results = runs.flatMap(({ last }) => (last.type === 'finished' ? [last.result] : []));
    expect(new Set(results.map(({ checksum }) => checksum)).size).toBe(1);
    expect(runs.map(({ code, left }) => [code, left])).toEqual(modes.map(() => [0, 0]));
    expect(runs[3]!.started.filter((entry) => entry === 'process-worker')).toHaveLength(2);
    expect(specs.map((spec) => readdirSync(spec.folder).length)).toEqual([1, 1, 3, 3]);
  });

  it('a worker that ends too early is named, and none is left', async () => {
    const pools = ['threads', 'processes'] as const;
    const runs = await inElectron(pools.map((mode) => specOf(mode, moduleChoice('exits-on-7.mjs'), mode)));
    for (const { last, left, code } of runs) {
      expect([left, code]).toEqual([0, 0]);
      expect(last).toMatchObject({ type: 'failed', failure: { item: 7 } });
      expect(JSON.stringify(last)).toMatch(/worker [12] ended with exit code 3 while running item 7\./);
    }
  });
});
