import { beforeEach, describe, expect, it } from 'vitest';
import type { PackedChunk } from '../../../../src/core/trace/pack-chunk';
import { emptyRecording } from '../../../../src/core/trace/recording';
import { FrameBatch } from '../../../../src/renderer/state/frame-batch';
import {
  appendChunks,
  forgetRecordingsOf,
  keepRecordingsOf,
  recordingOf,
  useRecordings,
} from '../../../../src/renderer/state/recordings';
import { runKey } from '../../../../src/renderer/state/run-key';

const chunk = (seenUntil: number): PackedChunk => ({
  lanes: [],
  tracks: [],
  strings: [],
  rows: [],
  open: [],
  seenUntil,
});
const of = (comparison: string, run: string, seenUntil = 1) => ({ comparison, run, chunk: chunk(seenUntil) });
const runs = () => Object.keys(useRecordings.getState().versions);
const versionOf = (comparison: string, run: string) => useRecordings.getState().versions[runKey(comparison, run)];

beforeEach(() => keepRecordingsOf(new Set()));

describe('recordings', () => {
  it('changes a run’s version with the chunks of a frame, and only that run’s', () => {
    appendChunks([of('c', 'a', 1), of('c', 'a', 2), of('c', 'b', 5)]);
    const [a, b] = [versionOf('c', 'a'), versionOf('c', 'b')];
    appendChunks([of('c', 'a', 3), of('c', 'a', 4)]);
    expect(versionOf('c', 'a')).toBeGreaterThan(a!);
    expect(versionOf('c', 'b')).toBe(b);
    expect(recordingOf(runKey('c', 'a')).seenUntil).toBe(4);
  });

  it('gives no version twice, also not to data that come anew', () => {
    appendChunks([of('c', 'a')]);
    const before = versionOf('c', 'a');
    forgetRecordingsOf('c');
    appendChunks([of('c', 'a')]);
    expect(versionOf('c', 'a')).not.toBe(before);
  });

  it('keeps runs of two comparisons apart that have the same id', () => {
    appendChunks([of('c', 'a', 1), of('d', 'a', 2)]);
    expect(recordingOf(runKey('c', 'a')).seenUntil).toBe(1);
    expect(recordingOf(runKey('d', 'a')).seenUntil).toBe(2);
  });

  it('makes one snapshot a version', () => {
    appendChunks([of('c', 'a', 1)]);
    const first = recordingOf(runKey('c', 'a'));
    expect(recordingOf(runKey('c', 'a'))).toBe(first);
    appendChunks([of('c', 'b', 1)]);
    expect(recordingOf(runKey('c', 'a'))).toBe(first);
    appendChunks([of('c', 'a', 2)]);
    expect(recordingOf(runKey('c', 'a'))).not.toBe(first);
  });

  it('is empty for a run that nothing is known of', () => {
    expect(recordingOf(runKey('c', 'nobody'))).toBe(emptyRecording);
  });

  it('forgets the runs of a comparison and of no other', () => {
    appendChunks([of('old', 'a'), of('new', 'b')]);
    forgetRecordingsOf('old');
    expect(runs()).toEqual(['new b']);
    expect(recordingOf(runKey('old', 'a'))).toBe(emptyRecording);
    keepRecordingsOf(new Set(['old']));
    expect(runs()).toEqual([]);
  });
});

describe('FrameBatch', () => {
  it('hands over what came since the last frame, in order, and asks for one frame', () => {
    const frames: (() => void)[] = [];
    const handed: (readonly number[])[] = [];
    const batch = new FrameBatch<number>(
      (items) => handed.push(items),
      (frame) => frames.push(frame),
    );
    batch.add(1);
    batch.add(2);
    expect(frames).toHaveLength(1);
    expect(handed).toEqual([]);
    frames.shift()!();
    expect(handed).toEqual([[1, 2]]);
    batch.add(3);
    expect(frames).toHaveLength(1);
    batch.flush();
    expect(handed).toEqual([[1, 2], [3]]);
    frames.shift()!();
    expect(handed).toHaveLength(2);
  });
});
