import { expect, it } from 'vitest';
import { lanesOfKind } from '../../../../src/core/trace/find-tracks';
import { missingSamples, type CutThread } from '../../../../src/recorder/command/missing-samples';
import { recordingFromText, step } from '../../../recording-from-text';

/** Threads on a core, from which a step is 10 ms. */
const recording = recordingFromText(
  'node/main states |####....##|\nnode/worker 1 states |..##......|\nnode/late blocked |a|',
);
const [main, worker, late] = lanesOfKind(recording, 'thread').map(({ id }) => id);
const cut = (lane: number | undefined, from: number): CutThread => ({ lane: lane!, name: `thread ${lane}`, from });
const spaces = (text: string | null): string => (text ?? '').replaceAll('\u202f', ' ');

it('counts what ran on a core since a thread last told of samples', () => {
  const { count, sentence } = missingSamples(recording, [cut(main, 2 * step)], 1e6);
  expect(count).toBe(40);
  expect(spaces(sentence)).toContain('CPU samples of 40 ms on a core are missing, from 20 ms on: thread');
});

it('names the thread that lost most, and counts the others', () => {
  const { count, sentence } = missingSamples(recording, [cut(worker, 0), cut(main, 0)], 5e6);
  expect(count).toBe(16);
  expect(spaces(sentence)).toMatch(
    new RegExp(`of 80 ms on a core are missing: thread ${main} and 1 other thread were`),
  );
});

it('says nothing where the thread has not run since, and counts nothing where that is not known', () => {
  expect(missingSamples(recording, [cut(worker, 5 * step)], 1e6)).toEqual({ count: 0, sentence: null });
  expect(missingSamples(recording, [], 1e6)).toEqual({ count: 0, sentence: null });
  const unknown = missingSamples(recording, [cut(late, 0)], 1e6);
  expect(unknown.count).toBeNull();
  expect(unknown.sentence).toContain('CPU samples are missing, from');
});
