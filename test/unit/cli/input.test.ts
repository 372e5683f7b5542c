import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nearest } from '../../../src/cli/input/nearest';
import { durationMs } from '../../../src/cli/input/numbers';
import { requestFrom, type SpecOptions } from '../../../src/cli/input/spec';
import { workloadFrom } from '../../../src/cli/input/workload';
import { writableFile } from '../../../src/cli/input/writable';
import type { WorkloadDescription } from '../../../src/core/protocol/contract';
import type { PythonInterpreter } from '../../../src/core/protocol/python';

const registry: readonly WorkloadDescription[] = [
  {
    id: 'primes',
    title: 'Primes',
    tagline: '',
    about: '',
    items: { default: 64, min: 1, max: 1000 },
    parameters: [{ name: 'limit', label: '', unit: 'numbers', default: 100, min: 10, max: 5000 }],
  },
  { id: 'requests', title: 'Requests', tagline: '', about: '', items: { default: 9, min: 1, max: 99 }, parameters: [] },
];

const folder = mkdtempSync(join(tmpdir(), 'juggler-cli-'));
const file = join(folder, 'work.mjs');
writeFileSync(file, 'export const items = [1]');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const request = (workload: string, options: SpecOptions = {}, python: PythonInterpreter | null = null) =>
  requestFrom(workloadFrom(workload, options, registry), options, 8, python === null ? [] : [python]);

describe('requestFrom', () => {
  it('fills in what was not said: all modes, all cores, the workload’s own sizes', () => {
    expect(request('primes')).toEqual({
      spec: {
        workload: { kind: 'built-in', id: 'primes', title: 'Primes', items: 64, seed: 1, parameters: { limit: 100 } },
        modes: ['serial', 'async', 'threads', 'processes'],
        workers: 8,
        inFlight: 64,
        repeats: 1,
        timeLimitMs: null,
      },
      options: { baseline: null, includeStartup: false },
      leftOut: [],
    });
  });

  it('takes what was said', () => {
    const { spec, options } = request('primes', {
      modes: 'threads, serial,threads',
      workers: '2',
      items: '10',
      repeats: '3',
      inFlight: '5',
      seed: '7',
      timeLimit: '2min',
      param: ['limit=50'],
      baseline: 'threads',
      includeStartup: true,
    });
    expect(spec).toMatchObject({
      modes: ['threads', 'serial'],
      workers: 2,
      repeats: 3,
      inFlight: 5,
      timeLimitMs: 120_000,
    });
    expect(spec.workload).toMatchObject({ items: 10, seed: 7, parameters: { limit: 50 } });
    expect(options).toEqual({ baseline: 'threads', includeStartup: true });
  });

  it('takes a file of one’s own', () => {
    expect(request(file, { items: '3' }).spec.workload).toEqual({
      kind: 'module',
      id: file,
      title: 'work.mjs',
      items: 3,
      seed: 1,
      parameters: {},
    });
  });

  it.each<[string, SpecOptions, string]>([
    ['prmies', {}, 'There is no workload “prmies”. Did you mean “primes”? Built in are primes and requests;'],
    ['qqq', {}, 'There is no workload “qqq”. Built in are'],
    ['nowhere.mjs', {}, 'nowhere.mjs.'],
    [folder, {}, 'is not a file'],
    ['primes', { workers: '0' }, '--workers 0: it takes a whole number from 1 to 1,024.'],
    ['primes', { workers: 'two' }, '--workers two: it takes a whole number'],
    ['primes', { workers: '1.5' }, '--workers 1.5:'],
    ['primes', { workers: '' }, '--workers :'],
    ['primes', { items: '1001' }, '--items 1001: it takes a whole number from 1 to 1,000.'],
    ['primes', { repeats: '101' }, 'from 1 to 100.'],
    ['primes', { inFlight: '-1' }, '--in-flight -1:'],
    ['primes', { seed: '-3' }, '--seed -3:'],
    ['primes', { modes: 'serial,thread' }, 'there is no mode “thread”. Did you mean “threads”?'],
    ['primes', { modes: ',' }, '--modes: name at least one of serial, async, threads and processes.'],
    ['primes', { modes: 'serial', baseline: 'async' }, '--baseline async: this mode is not run.'],
    ['primes', { timeLimit: 'soon' }, '--time-limit soon: it takes a time above zero'],
    ['primes', { timeLimit: '0' }, '--time-limit 0:'],
    ['primes', { param: ['limit'] }, '--param limit: write it as name=value.'],
    ['primes', { param: ['limit=5'] }, 'limit takes a number from 10 to 5,000 (numbers).'],
    ['primes', { param: ['limit='] }, 'limit takes a number'],
    ['primes', { param: ['limti=50'] }, 'Did you mean “limit”? It has limit.'],
    ['requests', { param: ['x=1'] }, 'workload requests has no parameters.'],
    [file, { param: ['x=1'] }, 'a module of your own has none.'],
  ])('refuses %s %o', (workload, options, sentence) => {
    expect(() => request(workload, options)).toThrow(sentence);
    expect(() => request(workload, options)).toThrow(expect.objectContaining({ name: 'CallError' }));
  });
});

describe('requestFrom, of Python', () => {
  const python: PythonInterpreter = {
    path: '/opt/python',
    version: '3.11.7',
    origin: 'PATH',
    missing: { trio: { reason: 'trio is not installed.', command: 'python -m pip install trio' } },
  };

  it('takes the modes of Python that the interpreter can run, and tells which it leaves out', () => {
    const { spec, leftOut } = request('primes', {}, python);
    expect(spec.modes).toEqual(['serial', 'asyncio', 'to-thread', 'threads', 'processes', 'unsync', 'cython']);
    expect(spec.workload.python).toEqual({ path: '/opt/python', version: '3.11.7' });
    expect(leftOut).toEqual([
      'The mode trio is left out: trio is not installed. To have it: python -m pip install trio',
    ]);
  });

  it('says nothing of what was not asked for', () => {
    expect(request('primes', { modes: 'serial,asyncio' }, python).leftOut).toEqual([]);
  });

  it.each<[SpecOptions, string]>([
    [{ modes: 'serial,trio' }, '--modes trio: trio is not installed. To have it: python -m pip install trio'],
    [{ modes: 'async' }, '--modes async: Python has no mode “async”. Did you mean “asyncio”?'],
    [{ modes: 'treads' }, 'there is no mode “treads”. Did you mean “threads”? Modes of Python are serial, asyncio,'],
  ])('refuses %o', (options, sentence) => {
    expect(() => request('primes', options, python)).toThrow(sentence);
  });

  it('runs the modes on each of several interpreters, and leaves out on each what it lacks', () => {
    const other = { ...python, path: '/opt/other', version: '3.13.0', missing: {} };
    const both = (options: SpecOptions) =>
      requestFrom(workloadFrom('primes', options, registry), options, 8, [python, other]);
    const { spec, leftOut, options } = both({ modes: 'serial,trio', baseline: 'serial@3.13' });
    expect(spec.workload.python).toEqual({ path: '/opt/python', version: '3.11.7' });
    expect(spec.interpreters).toEqual([
      { path: '/opt/python', version: '3.11.7', name: '3.11', modes: ['serial'] },
      { path: '/opt/other', version: '3.13.0', name: '3.13', modes: ['serial', 'trio'] },
    ]);
    expect(leftOut.join()).toContain('The mode trio is left out: trio is not installed.');
    expect(options.baseline).toBe('serial · Python 3.13');
    expect(both({ baseline: 'serial' }).options.baseline).toBe('serial');
    expect(() => both({ baseline: 'trio@3.11' })).toThrow('--baseline trio@3.11: this mode is not run.');
  });

  it('refuses modes of Python for JavaScript', () => {
    expect(() => request('primes', { modes: 'trio' })).toThrow('JavaScript has no mode “trio”.');
  });
});

describe('durationMs', () => {
  it.each([
    ['30', 30_000],
    ['1.5s', 1500],
    ['500ms', 500],
    ['2min', 120_000],
    ['1h', 3_600_000],
  ])('reads %s', (text, ms) => {
    expect(durationMs('--time-limit', text)).toBe(ms);
  });
});

describe('nearest', () => {
  it('finds what was meant, and nothing where nothing is like it', () => {
    const names = ['compare', 'workloads', 'info', 'open'];
    expect(['comapre', 'workload', 'inf', 'Open', 'xyzzy'].map((word) => nearest(word, names))).toEqual([
      'compare',
      'workloads',
      'info',
      'open',
      null,
    ]);
  });
});

describe('writableFile', () => {
  it('gives the absolute path of what can be written', () => {
    expect(writableFile('-o', join(folder, 'new.juggler'))).toBe(join(folder, 'new.juggler'));
    expect(writableFile('-o', file)).toBe(file);
  });

  it('refuses folders, and files in folders that are not there', () => {
    expect(() => writableFile('-o', folder)).toThrow('that is a folder');
    expect(() => writableFile('-o', join(folder, 'no', 'x.juggler'))).toThrow(
      `there is no folder ${join(folder, 'no')}`,
    );
    expect(() => writableFile('-o', join(file, 'x.juggler'))).toThrow('nothing can be written in');
  });

  it('refuses folders that can’t be written in, for root too', () => {
    expect(() => writableFile('-o', '/proc/x.juggler')).toThrow('nothing can be written in /proc');
  });
});
