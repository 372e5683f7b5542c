import { describe, expect, it } from 'vitest';
import { parseComparison, parseRun, upgrade, type UpgradeStep } from '../../../src/core/formats/upgrade';
import { comparison, done, run } from '../../integration/store/recorded';

const steps: readonly UpgradeStep[] = [
  {
    from: 1,
    comparison: ({ title, ...rest }) => ({ ...rest, name: title }),
    run: (document) => document,
  },
  {
    from: 2,
    comparison: (document) => ({ ...document, name: `${String(document['name'])}!` }),
    run: (document) => ({ ...document, repeat: 1 }),
  },
];

describe('upgrade', () => {
  it('brings a document through all versions behind its own', () => {
    const old = { schema: 'juggler.comparison-file/1', title: 'Primes' };
    expect(upgrade(old, 'comparison', 3, steps)).toEqual({ schema: 'juggler.comparison-file/3', name: 'Primes!' });
    const newer = { schema: 'juggler.comparison-file/2', name: 'Primes' };
    expect(upgrade(newer, 'comparison', 3, steps)).toEqual({ schema: 'juggler.comparison-file/3', name: 'Primes!' });
    expect(upgrade({ schema: 'juggler.run/2' }, 'run', 3, steps)).toEqual({ schema: 'juggler.run/3', repeat: 1 });
  });

  it('leaves one of the current version as it is', () => {
    const document = { schema: 'juggler.run/3' };
    expect(upgrade(document, 'run', 3, steps)).toBe(document);
  });

  it('says that a newer Juggler is needed', () => {
    expect(() => parseComparison({ ...comparison('a'), schema: 'juggler.comparison-file/3', unknown: [] })).toThrow(
      /^was made by a newer Juggler \(format 3; this one reads up to 1\): update Juggler$/,
    );
    expect(() => parseRun({ ...run('a'), schema: 'juggler.run/2' })).toThrow('format 2; this one reads up to 1');
  });

  it.each([
    [null, 'its description is no JSON object'],
    [[], 'its description is no JSON object'],
    [{}, 'its schema is undefined'],
    [{ schema: 'juggler.run/1' }, 'its schema is "juggler.run/1"'],
    [{ schema: 'juggler.comparison-file/0' }, 'its schema is "juggler.comparison-file/0"'],
    [{ schema: 'juggler.comparison-file/1e3' }, 'its schema is "juggler.comparison-file/1e3"'],
  ])('refuses %j', (document, message) => {
    expect(() => parseComparison(document)).toThrow(message);
  });
});

describe('descriptions', () => {
  it('come back as they were, with everything a run may say', () => {
    const full = {
      ...done('r1', 'serial', 5),
      failure: { message: 'It threw.', item: 7, stack: 'at x', output: 'last words' },
      difference: { against: 'r0', item: null },
      notices: ['Something was lost.'],
    };
    expect(parseRun(JSON.parse(JSON.stringify(full)))).toEqual(full);
    const manifest = comparison('a', { runs: [full, run('r2')] });
    expect(parseComparison(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
  });

  it.each([
    ['a path as an id', { ...comparison('a'), id: '../a' }, /damaged: its description makes no sense \(id: /],
    ['a run of no mode', { ...comparison('a'), runs: [{ ...run('r'), mode: 'turbo' }] }, /runs\.0\.mode: /],
    ['too many runs', { ...comparison('a'), runs: Array.from({ length: 1001 }, () => run('r')) }, /runs: Too big/],
    ['a missing machine', { ...comparison('a'), machine: undefined }, /machine: /],
  ])('are refused with the place that is wrong: %s', (_, document, message) => {
    expect(() => parseComparison(document)).toThrow(message);
  });
});
