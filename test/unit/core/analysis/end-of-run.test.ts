import { describe, expect, it } from 'vitest';
import { compareModes } from '../../../../src/core/analysis/compare-modes';
import { endOfRun } from '../../../../src/core/analysis/end-of-run';
import { verdict } from '../../../../src/core/analysis/verdict/verdict';
import type { RecordedCommand, RunManifest } from '../../../../src/core/trace/run';
import { machine, run } from '../../../manifests';

const commandOf = (more: Partial<RecordedCommand>): RecordedCommand => ({
  name: 'job.py',
  line: 'python3 job.py',
  folder: '/',
  exitCode: null,
  signal: null,
  ...more,
});
const recorded = (number: number, command: Partial<RecordedCommand>, more: Partial<RunManifest> = {}): RunManifest =>
  run(`run ${number}`, 600, { command: commandOf(command), ...more });
const said = (...runs: RunManifest[]) => {
  const results = compareModes(runs, machine, { baseline: null, includeStartup: false });
  const { text, tone } = verdict({ results, logicalCores: machine.logicalCores, includeStartup: false });
  return { text: text.replaceAll('\u202F', ' '), tone };
};

describe('how a run ended', () => {
  it.each<[string, RunManifest]>([
    ['exit code 0', recorded(1, { exitCode: 0 })],
    ['exit code 3', recorded(1, { exitCode: 3 })],
    ['ended by SIGKILL', recorded(1, { signal: 'SIGKILL' }, { status: 'failed' })],
    ['failed', recorded(1, {}, { status: 'failed' })],
    ['failed', recorded(1, { exitCode: 0 }, { status: 'failed' })],
    ['stopped', recorded(1, { signal: 'SIGTERM' }, { status: 'stopped' })],
    ['cut off', recorded(1, {}, { status: 'recovered' })],
    ['recorded while it ran', recorded(1, { attached: { pid: 1, seconds: 1 } })],
    ['running', run('serial', null, { status: 'recording' })],
    ['done', run('serial', 1)],
  ])('is “%s”', (words, manifest) => {
    expect(endOfRun(manifest)).toBe(words);
  });

  it('is the headline of a command that failed, and an alarm', () => {
    expect(said(recorded(1, { exitCode: 2 }))).toEqual({
      text: expect.stringMatching(/^job\.py failed with exit code 2 after 600 ms and used .*\.$/),
      tone: 'alarm',
    });
    expect(said(recorded(1, { exitCode: 0 })).text).toMatch(/^job\.py took 600 ms/);
  });

  it('is told of each of several commands', () => {
    const { text, tone } = said(recorded(1, { exitCode: 0 }), recorded(2, { exitCode: 127 }));
    expect(text).toContain('Run 2 failed with exit code 127.');
    expect(tone).toBe('alarm');
  });
});
