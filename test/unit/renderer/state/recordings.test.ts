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

const chunk = (seenUntil: number): PackedChunk => ({
  lanes: [],
  tracks: [],
  strings: [],
  rows: [],
  open: [],
  seenUntil,
});
const of = (comparison: string, run: string, seenUntil = 1) => ({ comparison, run, chunk: chunk(seenUntil) });
const versions = () => useRecordings.getState().versions;

beforeEach(() => keepRecordingsOf(new Set()));

describe('recordings', () => {
  it('raises a run’s version once for all chunks of a frame, and only that run’s', () => {
    appendChunks([of('c', 'a', 1), of('c', 'a', 2), of('c', 'b', 5)]);
    expect(versions()).toEqual({ a: 1, b: 1 });
    appendChunks([of('c', 'a', 3)]);
    expect(versions()).toEqual({ a: 2, b: 1 });
    expect(recordingOf('a').seenUntil).toBe(3);
  });

  it('makes one snapshot a version', () => {
    appendChunks([of('c', 'a', 1)]);
    const first = recordingOf('a');
    expect(recordingOf('a')).toBe(first);
    appendChunks([of('c', 'b', 1)]);
    expect(recordingOf('a')).toBe(first);
    appendChunks([of('c', 'a', 2)]);
    expect(recordingOf('a')).not.toBe(first);
  });

  it('is empty for a run that nothing is known of', () => {
    expect(recordingOf('nobody')).toBe(emptyRecording);
  });

  it('forgets the runs of a comparison and of no other', () => {
    appendChunks([of('old', 'a'), of('new', 'b')]);
    forgetRecordingsOf('old');
    expect(versions()).toEqual({ b: 1 });
    expect(recordingOf('a')).toBe(emptyRecording);
    keepRecordingsOf(new Set(['old']));
    expect(versions()).toEqual({});
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
