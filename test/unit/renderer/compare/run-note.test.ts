import { describe, expect, it } from 'vitest';
import { compareModes } from '../../../../src/core/analysis/compare-modes';
import type { RunManifest } from '../../../../src/core/trace/run';
import { resultPieces } from '../../../../src/renderer/views/compare/result-line';
import { noteOf } from '../../../../src/renderer/views/compare/run-note';
import { machine, outcome, repeats, run } from '../../../manifests';

const resultOf = (...runs: readonly RunManifest[]) =>
  compareModes(runs, machine, { baseline: null, includeStartup: false }).at(-1)!;
const pieces = (...runs: readonly RunManifest[]): string[] => {
  const result = resultOf(...runs);
  return resultPieces(result, result.drawn, machine).map((piece) => piece.replaceAll('\u202f', ' '));
};

describe('noteOf', () => {
  it('has nothing to say of a run that went well and printed nothing', () => {
    const good = run('serial', 100);
    expect(noteOf(resultOf(good), good)).toBeNull();
  });

  it('gives the sentence, the stack and the output of a failure, also of another repeat than the drawn one', () => {
    const failure = { message: 'Item 7 threw.', stack: 'at run (a.mjs:3)', output: 'looking' };
    const good = run('serial', 100);
    const bad = run('serial', null, { id: 's-2', repeat: 2, status: 'failed', failure });
    expect(noteOf(resultOf(good, bad), good)).toEqual({
      sentences: ['Item 7 threw.'],
      isFailure: true,
      details: [
        { title: 'Where it happened', text: 'at run (a.mjs:3)' },
        { title: 'What it printed', text: 'looking' },
      ],
    });
  });

  it('names the item that differs', () => {
    const other = run('threads', 100, { difference: { against: 'serial-1', item: 12 } });
    expect(noteOf(resultOf(other), other)?.sentences).toEqual(['Its result of item 12 is not that of the first run.']);
  });

  it('says why a command has no threads', () => {
    const command = { name: 's', line: 's', folder: '/', exitCode: 0, signal: null };
    const capabilities = { scheduler: { quality: 'missing', reason: 'It is off.', remedy: 'Turn it on.' } } as const;
    const blind = run('run 1', 100, { command, capabilities });
    expect(noteOf(resultOf(blind), blind)?.sentences).toEqual([
      'What its threads did is not available: It is off. Turn it on.',
    ]);
  });

  it('says that the output is only the end of what was printed', () => {
    const loud = run('serial', 100, { outcome: outcome({ output: { tail: 'the end', bytes: 3_000_000 } }) });
    const note = noteOf(resultOf(loud), loud)!;
    expect(note.isFailure).toBe(false);
    expect(note.details[0]!.title.replaceAll('\u202f', ' ')).toBe('What it printed: the end of 3.0 MB');
  });
});

describe('resultPieces', () => {
  it('gives time, share of the machine, gain, share of the ideal and start-up', () => {
    expect(pieces(run('serial', 2000), run('threads', 500))).toEqual([
      '500 ms',
      '25 % of the machine',
      '4.00×',
      '100 % of ideal',
      'start-up 10 ms',
    ]);
    expect(pieces(run('serial', 2000))).toContain('baseline');
  });

  it('leaves the share of the machine out where no CPU time is known', () => {
    expect(pieces(run('run 1', 500, { outcome: outcome({ workMs: 500, workCpuMs: null }) }))).not.toContainEqual(
      expect.stringContaining('of the machine'),
    );
  });

  it('gives the interval once there are repeats, and says which run is drawn', () => {
    const found = pieces(...repeats('serial', [2000, 2010, 2020]), ...repeats('async', [1000, 1010, 1020]));
    expect(found[2]).toMatch(/^1\.99× \(1\.\d\d–2\.\d\d\)$/);
    expect(found.at(-1)).toBe('median of 3');
  });

  it('never gives numbers of a run that has none', () => {
    expect(pieces(run('serial', null, { status: 'waiting' }))).toEqual(['waiting for its turn']);
    expect(pieces(run('serial', null, { status: 'recording' }))).toEqual(['running']);
    expect(pieces(run('serial', null, { status: 'failed', failure: { message: 'x' } }))).toEqual(['failed']);
    expect(pieces(run('serial', null, { status: 'stopped' }))).toEqual(['stopped']);
  });
});
