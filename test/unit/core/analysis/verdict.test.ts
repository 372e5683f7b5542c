import { describe, expect, it } from 'vitest';
import { compareModes, type CompareOptions } from '../../../../src/core/analysis/compare-modes';
import { verdict } from '../../../../src/core/analysis/verdict/verdict';
import type { RunManifest } from '../../../../src/core/trace/run';
import { machine, outcome, repeats, run } from '../../../manifests';

const loop = { process: 'host', thread: 'main', pid: 1, lagP50Ms: 1, lagP99Ms: 1, lagMaxMs: 1 };

function judged(runs: readonly RunManifest[], more: Partial<CompareOptions> = {}, logicalCores = 4) {
  const options = { baseline: null, includeStartup: false, ...more };
  const results = compareModes(runs, { ...machine, logicalCores }, options);
  const { text, ...rest } = verdict({ results, logicalCores, includeStartup: options.includeStartup });
  return { text: text.replaceAll('\u202f', ' '), ...rest };
}

const asyncBusy = (times: readonly number[], utilisation: number): RunManifest[] =>
  repeats('async', times).map((each) => ({
    ...each,
    outcome: { ...each.outcome!, eventLoops: [{ ...loop, utilisation }] },
  }));

describe('verdict', () => {
  it('says who won, by how much, how sure that is, and how near to the ideal', () => {
    const runs = [
      ...repeats('serial', [2040, 2050, 2045]),
      ...asyncBusy([2050, 2060, 2041], 0.996),
      ...repeats('threads', [580, 582, 584]),
      ...repeats('processes', [550, 549, 552]),
    ];
    const { text, tone, parts } = judged(runs);
    expect(text).toBe(
      'Processes won: 3.72× faster than serial (95 % interval 3.69–3.74), 93 % of what 4 workers could give. ' +
        'Async gained nothing: this work never waits.',
    );
    expect(tone).toBe('won');
    expect(parts.filter((part) => part.strong).map((part) => part.text)).toEqual(['Processes', 'Async']);
  });

  it('does not say that work never waits where nobody measured it', () => {
    const runs = [run('serial', 2000), run('async', 2010), run('threads', 500)];
    expect(judged(runs).text).toBe(
      'Threads won: 4.00× faster than serial (one repeat), 100 % of what 4 workers could give. Async gained nothing.',
    );
  });

  it('measures workers beyond the cores against the cores', () => {
    expect(judged([run('serial', 2000), run('threads', 1100)], {}, 2).text).toContain(
      '91 % of what 2 cores could give',
    );
  });

  it('names all that can not be told apart', () => {
    const runs = [run('serial', 2000), run('threads', 510), run('processes', 500)];
    expect(judged(runs).text).toBe('Processes and threads won, about even: 4.00× and 3.92× faster than serial.');
  });

  it('explains a win of async by waiting, when hardly a core was used', () => {
    const waits = run('async', 200, { outcome: outcome({ workMs: 200, workCpuMs: 6 }) });
    expect(judged([run('serial', 8000), waits, run('threads', 2000)]).text).toBe(
      'Async won: 40.0× faster than serial (one repeat). This work waits: async did it with 0.03 of a core.',
    );
  });

  it('gives no winner when the differences are noise', () => {
    expect(judged([run('serial', 2000), run('async', 2040)])).toMatchObject({
      text: 'No mode won: serial and async differ by less than a single repeat of each can tell.',
      tone: 'even',
    });
    const noisy = [...repeats('serial', [2000, 2300, 1900]), ...repeats('threads', [1950, 2200, 1800])];
    expect(judged(noisy).text).toBe(
      'No mode won: threads and serial differ by less than their repeats among themselves.',
    );
  });

  it('says when serial was fastest', () => {
    expect(judged([run('serial', 1000), run('threads', 3000), run('processes', 1500)]).text).toBe(
      'Serial was fastest: processes took 1.50× as long and threads took 3.00× as long.',
    );
  });

  it('says first and loud that results differ, whatever won', () => {
    const wrong = run('threads', 500, { outcome: outcome({ workMs: 500, checksum: 'bad' }) });
    const result = judged([run('serial', 2000), wrong]);
    expect(result.tone).toBe('alarm');
    expect(result.parts[0]).toEqual({ text: 'Results differ:', strong: true });
    expect(result.text).toMatch(/^Results differ: threads computed something else than serial\. .*Threads won/);
    const unsteady = [run('serial', 1), run('serial', 1, { id: 'b', outcome: outcome({ checksum: 'x', workMs: 1 }) })];
    expect(judged(unsteady).text).toContain('repeats of serial gave different results');
  });

  it('tells what failed, was stopped, or was recovered, beside what won', () => {
    const failed = run('async', null, { status: 'failed', failure: { message: 'item 7 threw "no".' } });
    expect(judged([run('serial', 2000), failed, run('threads', 1000)])).toMatchObject({ tone: 'alarm' });
    expect(judged([run('serial', 2000), failed]).text).toBe(
      'Serial took 2.00 s; no other mode finished to compare it with. Async failed: item 7 threw "no".',
    );
    const stopped = run('threads', null, { status: 'stopped' });
    expect(judged([run('serial', 2000), stopped]).text).toContain('Stopped before threads had finished');
    const recovered = run('threads', null, { status: 'recovered' });
    expect(judged([recovered]).text).toBe('Recovered: threads was cut off, and was kept as far as recorded.');
  });

  it('names the modes that did not even begin', () => {
    const results = compareModes([run('serial', null, { status: 'stopped' })], machine, {
      baseline: null,
      includeStartup: false,
    });
    const { text } = verdict({ results, logicalCores: 4, includeStartup: false, modes: ['serial', 'threads'] });
    expect(text).toMatch(/^Stopped before serial had finished.* Threads did not begin\.$/);
    const between = compareModes([run('serial', 1000)], machine, { baseline: null, includeStartup: false });
    const input = { results: between, logicalCores: 4, includeStartup: false, modes: ['serial', 'async'] } as const;
    expect(verdict(input).text).toMatch(/ Stopped before async began\.$/);
  });

  it('says when start-up is included, and against whom when it is not serial', () => {
    const runs = [run('serial', 2000), run('threads', 1000)];
    expect(judged(runs, { includeStartup: true }).text).toContain('(one repeat, start-up included)');
    expect(judged([run('async', 2000), run('threads', 1000)]).text).toContain('faster than async');
  });

  it('has nothing to tell of nothing', () => {
    expect(judged([])).toMatchObject({ text: 'Nothing has been measured yet.', tone: 'open' });
    expect(judged([run('serial', 2000)])).toMatchObject({ tone: 'open' });
  });
});
