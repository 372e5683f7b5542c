import { describe, expect, it } from 'vitest';
import { compareModes } from '../../../../src/core/analysis/compare-modes';
import { explain } from '../../../../src/core/analysis/explain';
import { RecordingIndex } from '../../../../src/core/analysis/recording-index';
import { comparison, machine, outcome, run } from '../../../manifests';
import { recordingFromText } from '../../../recording-from-text';

/** Findings on locks and the GIL of a recorded program with these threads. */
function found(threads: Readonly<Record<string, string>>, process = 'python', nameOf = (name: string) => name) {
  const lines = Object.entries(threads).map(([name, art]) => `${process}/${name} states |${art}|`);
  const length = Math.max(...Object.values(threads).map((art) => art.length));
  const drawn = recordingFromText(`phases |w${'.'.repeat(length - 1)}e|\n${lines.join('\n')}`);
  const lanes = drawn.lanes.map((lane) => (lane.kind === 'thread' ? { ...lane, name: nameOf(lane.name) } : lane));
  const recording = { ...drawn, lanes };
  const manifest = run('run 1', null, { outcome: outcome({ workMs: length * 10 }) });
  return explain({
    machine,
    workload: comparison([]).spec.workload,
    results: compareModes([manifest], machine, { baseline: null, includeStartup: false }),
    recordings: new Map([[manifest.id, new RecordingIndex(recording)]]),
  })
    .filter(({ id }) => id === 'locks' || id === 'gil')
    .map(({ title, detail, id }) => ({
      id,
      title: title.replaceAll('\u202f', ' '),
      detail: detail.replaceAll('\u202f', ' '),
    }));
}

const turns = {
  'Thread-1 (work)': '#ll#ll#ll#ll#llz',
  'Thread-2 (work)': 'l#ll#ll#ll#ll#lz',
  'Thread-3 (work)': 'll#ll#ll#ll#ll#z',
};

describe('threads that take turns at a lock', () => {
  it('are named, with how long each waited, and who held it', () => {
    const [locks, ...others] = found({ main: 'llllllllllllllll', ...turns });
    expect(locks!.title).toBe('3 threads of python 100 took turns at a lock');
    expect(locks!.detail).toMatch(/Thread-1 \(work\) \(\d+ ms\), Thread-2 \(work\) \(\d+ ms\) and Thread-3 \(work\)/);
    expect(locks!.detail).toContain('Each held it in turn; whoever held it was on a core 100 % of the time.');
    expect(locks!.detail).not.toContain('main');
    expect(others).toEqual([]);
  });

  it('hold it asleep as well', () => {
    const asleep = Object.fromEntries(Object.entries(turns).map(([name, art]) => [name, art.replaceAll('#', 'z')]));
    // Something has to run to let go, if only for a moment: here the last ms of each turn is not drawn.
    expect(found(asleep)).toEqual([]);
    const held = {
      'Thread-1': 'z#llllz#llllz#llllz',
      'Thread-2': 'llz#llllz#llllz#llz',
      'Thread-3': 'llllz#llllz#llllz#z',
    };
    const [locks] = found(held);
    expect(locks!.title).toContain('3 threads');
    expect(locks!.detail).toMatch(/on a core 5\d % of the time/);
  });

  it('and one that holds it most of the time is named', () => {
    const [locks] = found({
      'Thread-1': '#######l#######l#######l#z',
      'Thread-2': 'lllllll#lllllll#lllllll#.z',
    });
    expect(locks!.detail).toMatch(/Thread-1 held it 8\d % of that/);
  });

  it.each([
    [4, ['locks', 'gil']],
    [40, ['gil', 'locks']],
  ])('and at the GIL for %i steps: what cost more comes first', (steps, ids) => {
    const [first, second, third] = Object.values(turns).map((art) => art.slice(0, -1));
    const threads = {
      'Thread-1': `${first}${'#g'.repeat(steps)}z`,
      'Thread-2': `${second}${'g#'.repeat(steps)}z`,
      'Thread-3': `${third}${'gg'.repeat(steps)}z`,
    };
    expect(found(threads).map(({ id }) => id)).toEqual(ids);
  });
});

/** `A`, `B`, … hold the lock in this order. */
function holders(order: string, names: Readonly<Record<string, string>>): Record<string, string> {
  const art = (letter: string) =>
    `${order
      .split('')
      .map((holder) => (holder === letter ? '#' : 'l'))
      .join('')}z`;
  return Object.fromEntries(Object.entries(names).map(([letter, name]) => [name, art(letter)]));
}

describe('a program that switches a lot', () => {
  it('is looked at in the middle, and the finding says so', () => {
    const [first, second, third] = Object.values(turns).map((art) => art.slice(0, -1).repeat(3000));
    const [locks] = found({ 'Thread-1': `${first}z`, 'Thread-2': `${second}z`, 'Thread-3': `${third}z` });
    expect(locks!.detail).toMatch(/^In \d[\d.]* (s|min.*) in the middle of the run, they waited for it/);
    expect(locks!.title).toContain('3 threads');
  });
});

describe('threads that do different things', () => {
  const names = { A: 'reader', B: 'writer', C: 'indexer' };

  it('take turns at a lock if each wakes each', () => {
    const [locks] = found({ main: 'l'.repeat(20), ...holders('ABCACBABCACBABCACB', names) });
    expect(locks!.title).toBe('3 threads of python 100 took turns at a lock');
    expect(locks!.detail).toContain('reader');
  });

  it('hand work on if they wake each other along a ring or from one in the middle', () => {
    expect(found(holders('ABCABCABCABCABCABC', names))).toEqual([]);
    expect(found(holders('ABACABACABACABACAB', names))).toEqual([]);
  });

  it('are told as one where there are too many for two turns each', () => {
    const letters = 'ABCDEFGHIJKL'.split('');
    const many = Object.fromEntries(letters.map((letter, index) => [letter, `Thread-${index}`]));
    const order = letters.join('') + letters.toReversed().join('');
    expect(found(holders(order, many))[0]!.title).toMatch(/^1[12] threads of python/);
  });
});

describe('threads that wait for work', () => {
  const idle = 'llllllllllllllll';
  it.each<[string, Record<string, string>]>([
    ['idle workers of a pool', { main: '################', 'pool-1': idle, 'pool-2': idle, 'pool-3': idle }],
    [
      'workers that the main thread wakes one by one',
      { main: '#p#p#p#p#p#p#p#p', 'Thread-1': 'l#lll#lll#lll#lz', 'Thread-2': 'lll#lll#lll#lllz' },
    ],
    [
      'workers that another kind of thread wakes',
      {
        'Thread-1 (produce)': '#z#z#z#z#z#z#z#z',
        'Thread-2 (work)': 'l#lll#lll#lll#lz',
        'Thread-3 (work)': 'lll#lll#lll#lllz',
      },
    ],
    [
      'a join of one thread after the other',
      { main: idle, 'Thread-1': 'llllllllllllll##', 'Thread-2': 'lllllllll####', 'Thread-3': '########' },
    ],
    [
      'an event',
      { main: 'zzzzzzzzzz######', 'Thread-1': 'llllllllll##', 'Thread-2': 'llllllllll##', 'Thread-3': 'llllllllll##' },
    ],
    [
      'a barrier: the last wakes all others',
      {
        'Thread-1': '#lll##ll#lll##llz',
        'Thread-2': '##ll###l##ll###lz',
        'Thread-3': '####ll#l####ll#lz'.replaceAll('ll#l', '#lll'),
        'Thread-4': '###l####',
      },
    ],
    [
      'a pipeline of threads of one kind',
      {
        main: '#zzz'.repeat(6),
        'Thread-1 (stage)': `${'l#ll'.repeat(6)}z`,
        'Thread-2 (stage)': `${'ll#l'.repeat(6)}z`,
        'Thread-3 (stage)': `${'lll#'.repeat(6)}z`,
      },
    ],
    ['a future that the main thread asks for', { main: '#l#l#l#l#l#l#l#l', 'pool-0_0': 'l#l#l#l#l#l#l#lz' }],
  ])('%s', (_, threads) => {
    expect(found(threads)).toEqual([]);
  });

  it('threads of V8 and libuv, which have no name of their own', () => {
    const [first, second, third] = Object.values(turns);
    const threads = { worker1: first!, worker2: second!, worker3: third! };
    expect(found(threads, 'node')).toHaveLength(1);
    expect(found(threads, 'node', () => 'node')).toEqual([]);
    expect(found(threads, 'server', () => 'server')).toHaveLength(1);
  });
});
