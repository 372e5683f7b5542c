import { describe, expect, it } from 'vitest';
import { compareModes, type CompareOptions } from '../../../../src/core/analysis/compare-modes';
import { verdict } from '../../../../src/core/analysis/verdict/verdict';
import { seededRandom } from '../../../../src/core/base/seeded-random';
import type { Mode, RunManifest } from '../../../../src/core/trace/run';
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

const others = (mode: Mode, times: readonly number[], othersCores: number): RunManifest[] =>
  repeats(mode, times).map((each) => ({ ...each, outcome: { ...each.outcome!, othersCores } }));

const onOneThread = (mode: Mode, times: readonly number[], cpuMs: number, runnableMs: number): RunManifest[] =>
  times.map((workMs, index) =>
    run(mode, workMs, {
      id: `${mode}-${index + 1}`,
      repeat: index + 1,
      outcome: outcome({ workMs, workCpuMs: cpuMs, runnableMs }),
    }),
  );

const inLoop = (times: readonly number[], cpuMs: number, runnableMs: number, runs?: string): RunManifest[] =>
  times.map((workMs, index) =>
    run('async', workMs, {
      id: `async-${index + 1}`,
      repeat: index + 1,
      outcome: outcome({
        workMs,
        workCpuMs: cpuMs,
        eventLoops: [{ ...loop, utilisation: 1, cpuMs, runnableMs, ...(runs === undefined ? {} : { runs }) }],
      }),
    }),
  );

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
      'Threads won: 4.00× faster than serial (one repeat), 100 % of what 4 workers could give.',
    );
  });

  it('measures workers beyond the cores against the cores', () => {
    expect(judged([...repeats('serial', [2000, 2001]), ...repeats('threads', [1100, 1101])], {}, 2).text).toContain(
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
    expect(judged([run('serial', 1000), run('threads', 5000), run('processes', 3500)]).text).toBe(
      'Serial was fastest: processes took 3.50× as long and threads took 5.00× as long.',
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
    const runs = [run('serial', 4000), run('threads', 1000)];
    expect(judged(runs, { includeStartup: true }).text).toContain('(one repeat, start-up included)');
    expect(judged([run('async', 4000), run('threads', 1000)]).text).toContain('faster than async');
  });

  it('has nothing to tell of nothing', () => {
    expect(judged([])).toMatchObject({ text: 'Nothing has been measured yet.', tone: 'open' });
    expect(judged([run('serial', 2000)])).toMatchObject({ tone: 'open' });
  });

  it('names no winner with one run each below a factor of three, and says so', () => {
    expect(judged([run('serial', 2000), run('processes', 1250), run('threads', 1900)])).toMatchObject({
      text: 'No mode won, one run each: processes 1.60× and threads 1.05× as fast as serial; repeat to know how sure that is.',
      tone: 'even',
    });
    // One repeat of either is too few.
    expect(judged([...repeats('serial', [2000, 2010]), run('threads', 800)]).tone).toBe('even');
    expect(judged([run('serial', 3000), run('threads', 999)]).tone).toBe('won');
    expect(judged([run('run 1', 1000), run('run 2', 1900)])).toMatchObject({
      text: 'Not sure yet, one run each: run 2 0.53× as fast as run 1; repeat to know how sure that is.',
      tone: 'even',
    });
  });

  it('names nobody among identical modes, however one run of each falls out', () => {
    const random = seededRandom(9);
    const names = ['serial', 'async', 'threads', 'processes'] as const;
    for (let trial = 0; trial < 200; trial++) {
      // As far apart as on a machine that is shared with others: up to a factor of 2.7.
      const runs = names.map((mode) => run(mode, 1000 * Math.exp(random() - 0.5)));
      expect(judged(runs).tone).toBe('even');
    }
  });

  it('never calls the baseline fastest beside a faster mode that can not be told from it', () => {
    const runs = [
      ...repeats('serial', [1000, 1100]),
      ...repeats('async', [990, 1080]),
      ...repeats('threads', [3000, 3001]),
    ];
    expect(judged(runs)).toMatchObject({
      text: 'No mode won: async and serial differ by less than their repeats among themselves; threads took longer. Async gained nothing.',
      tone: 'even',
    });
  });

  it('lists as winners only those that are known to be faster than the baseline', () => {
    // Threads can't be told from processes, nor from serial.
    const runs = [
      ...repeats('serial', [1000, 1001, 1002]),
      ...repeats('processes', [880, 890, 900]),
      ...repeats('threads', [700, 880, 1090]),
    ];
    expect(judged(runs).text).toMatch(/^Processes won: 1\.12× faster than serial/);
    const one = [run('serial', 3200), run('processes', 1000), run('threads', 2900)];
    expect(judged(one).text).toMatch(/^Processes won: 3\.20× faster than serial/);
  });

  it('names no winner where other programs were busy, and says what was measured', () => {
    const runs = [...others('serial', [2000, 2010, 2005], 0.9), ...others('threads', [500, 510, 505], 0.1)];
    expect(judged(runs)).toMatchObject({
      text:
        'No mode can be said to have won: other programs used 0.90 of a core while serial ran. ' +
        'Measured: threads 3.97× as fast as serial. Close them and run again.',
      tone: 'even',
    });
    const quiet = [...others('serial', [2000, 2010, 2005], 0.5), ...others('threads', [500, 510, 505], 0.1)];
    expect(judged(quiet).tone).toBe('won');
  });

  it('follows a finding that says so, for runs that were recorded before', () => {
    const results = compareModes([run('serial', 4000), run('threads', 1000)], machine, {
      baseline: null,
      includeStartup: false,
    });
    const evidence = { run: 'serial-1', mode: 'serial', range: { start: 0, end: 1 }, lane: null } as const;
    const input = { results, logicalCores: 4, includeStartup: false, findings: [{ id: 'other-load', evidence }] };
    expect(verdict(input).text).toMatch(
      /^No mode can be said to have won: other programs were busy while serial ran\./,
    );
    expect(verdict({ ...input, findings: [{ id: 'startup-cost', evidence }] }).tone).toBe('won');
  });

  it('names no winner where CPU times are equal, and only waiting for a core differs', () => {
    const slow = onOneThread('serial', [2000, 2001], 1000, 990);
    expect(judged([...slow, ...onOneThread('async', [1010, 1011], 1000, 5)]).text).toMatch(
      /^No mode won: async and serial used the same CPU time; their times differ in how long they wanted a core\./,
    );
    // Waits that were overlapped are a gain, whatever the CPU time.
    const waits = onOneThread('serial', [2000, 2001], 100, 0);
    expect(judged([...waits, ...onOneThread('async', [500, 501], 100, 0)]).text).toMatch(/^Async won: 4\.00×/);
  });

  it('tells computing in the loop, waiting in it and wanting a core apart', () => {
    const serial = run('serial', 1000, { outcome: outcome({ workMs: 1000, workCpuMs: 7 }) });
    expect(judged([serial, ...inLoop([1001], 7, 1, 'run')]).text).toContain(
      'Async gained nothing: run() waits in a blocking call, and the event loop stands still meanwhile. ' +
        'Await the asynchronous call there, or use threads.',
    );
    expect(judged([serial, ...inLoop([1001], 990, 1)]).text).toContain('Async gained nothing: this work never waits.');
    expect(judged([serial, ...inLoop([1001], 700, 1)]).text).toContain(
      'Async gained nothing: this work mostly computes.',
    );
    expect(judged([serial, ...inLoop([1001], 200, 780)]).text).toContain(
      'Async gained nothing: its thread wanted a core for 78 % of the time and had none.',
    );
    // A third of each: none is what it did.
    expect(judged([serial, ...inLoop([1001], 330, 330)]).text).not.toContain('gained nothing');
  });
});
