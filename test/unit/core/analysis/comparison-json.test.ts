import { describe, expect, it } from 'vitest';
import { comparisonJson } from '../../../../src/core/analysis/comparison-json';
import { summariseRun } from '../../../../src/core/analysis/summarise-run';
import type { RunManifest } from '../../../../src/core/trace/run';
import { comparison, machine, repeats, run } from '../../../manifests';
import { recordingFromText } from '../../../recording-from-text';

function json(runs: readonly RunManifest[], text = '') {
  const recording = recordingFromText(text);
  const numbers = new Map(runs.map((each) => [each.id, summariseRun(recording, each, machine)]));
  return JSON.parse(
    JSON.stringify(
      comparisonJson({
        manifest: comparison(runs),
        numbers,
        findings: [
          {
            id: 'f',
            title: 'T',
            detail: 'D',
            weight: 'fact',
            evidence: { run: 'threads-1', mode: 'threads', range: { start: 1e6, end: 2e6 }, lane: null },
          },
        ],
        options: { baseline: null, includeStartup: false },
      }),
    ),
  );
}

describe('comparisonJson', () => {
  const runs = [...repeats('serial', [2000, 2010]), ...repeats('threads', [500, 510])];
  const document = json(runs, 'phases |s.w...e|\n core 0 busy |999999|\n host/main tasks |  AABB|');

  it('says what was compared', () => {
    expect(document).toMatchObject({
      schema: 'juggler.comparison/1',
      machine: { logicalCores: 4, os: 'Linux' },
      workload: { id: 'primes', kind: 'built-in', items: 10, seed: 1 },
      baseline: 'serial',
      includesStartup: false,
      resultsEqual: true,
    });
    expect(document.verdict).toMatch(/^Threads won/);
    expect(document.runs.map((each: { id: string }) => each.id)).toEqual(runs.map((each) => each.id));
  });

  it('gives each run its numbers and its mode’s speed-up', () => {
    const threads = document.runs[2];
    expect(threads).toMatchObject({
      mode: 'threads',
      workers: 4,
      repeat: 1,
      drawn: true,
      status: 'done',
      wallMs: 500,
      startupMs: 10,
      cpuMs: 500,
      coresUsed: 1,
      machineShare: 0.25,
      checksum: 'c0ffee',
      cores: [{ core: 0, busyShare: 0.9 }],
      tasks: { count: 2, maxInFlight: 1, meanMs: 20 },
      speedup: { value: expect.closeTo(3.97, 2), includesStartup: false },
      findings: [{ id: 'f', title: 'T', detail: 'D', evidence: { startMs: 1, endMs: 2 } }],
    });
    expect(threads.speedup.low).toBeLessThan(threads.speedup.high);
    expect(threads.efficiency).toBeCloseTo(threads.speedup.value / 4, 6);
    expect(document.runs[0]).toMatchObject({ speedup: null, efficiency: null, findings: [] });
  });

  it('says of tasks and operations that were told in part that they are a part', () => {
    const command = { name: 's', line: 's', folder: '/', exitCode: 0, signal: null };
    const text = 'phases |w.....e|\nhost/main jobs |AABB|';
    const whole = run('run 1', 60, { command, lost: { events: 0, samples: 0 } });
    const [all] = json([whole], text).runs;
    expect(all).toMatchObject({ lost: { events: 0, samples: 0 }, tasks: { count: 2, maxInFlight: 1, meanMs: 20 } });
    expect(JSON.stringify(all)).not.toContain('partial');
    const lost = { events: null, samples: 0, untold: { steps: null, jobs: 3 } };
    const [part] = json([{ ...whole, lost }], text).runs;
    expect(part).toMatchObject({
      lost,
      tasks: { count: 2, partial: true },
      operations: [{ count: 1, partial: true }, {}],
    });
  });

  it('leaves out what was not measured, instead of zeros', () => {
    const failed = run('async', null, { status: 'failed', failure: { message: 'it threw', item: 7 }, notices: ['n'] });
    const [only] = json([failed]).runs;
    expect(only).toMatchObject({ status: 'failed', failure: { message: 'it threw', item: 7 }, speedup: null });
    for (const key of ['wallMs', 'cpuMs', 'coresUsed', 'cores', 'tasks', 'checksum'])
      expect(only).not.toHaveProperty(key);
    expect(document.machine).not.toHaveProperty('electron');
  });
});
