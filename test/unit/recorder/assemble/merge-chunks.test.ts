import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordingChunk } from '../../../../src/core/trace/chunk';
import { recordingFromChunks } from '../../../../src/core/trace/recording-builder';
import { ChunkBuilder } from '../../../../src/recorder/assemble/chunk-builder';
import { mergeChunks } from '../../../../src/recorder/assemble/merge-chunks';
import { recordingAsChunk } from '../../../../src/recorder/comparison/recording-as-chunk';

/** Steps: which of two tracks gets a row; null: a chunk is taken. A lane, a track and a string join on the way. */
function chunksOf(steps: readonly (number | null)[]): RecordingChunk[] {
  const builder = new ChunkBuilder();
  const chunks: RecordingChunk[] = [];
  const lane = builder.addLane({ kind: 'machine', name: 'machine', parent: null });
  const marks = builder.addTrack({ lane, kind: 'marks', name: 'phases' });
  const counter = builder.addTrack({ lane, kind: 'counter', name: 'busy', unit: 'share' });
  for (const [time, step] of steps.entries()) {
    if (step === null) chunks.push(builder.take([], time));
    else if (step === 0) builder.row(marks, time, builder.string(`mark ${time % 3}`));
    else builder.row(counter, time, step);
  }
  chunks.push(builder.take([], steps.length));
  return chunks;
}

const steps = fc.array(fc.oneof(fc.constantFrom(null, 0), fc.double({ min: 0.1, max: 1 })), { maxLength: 60 });

describe('mergeChunks', () => {
  it('says what the chunks said, and what was recorded can be told again as one chunk', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 7 }), (steps, size) => {
        const chunks = chunksOf(steps);
        const merged: RecordingChunk[] = [];
        for (let at = 0; at < chunks.length; at += size) merged.push(mergeChunks(chunks.slice(at, at + size))!);
        const recording = recordingFromChunks(chunks);
        expect(recordingFromChunks(merged)).toEqual(recording);
        expect(recordingFromChunks([recordingAsChunk(recording)])).toEqual(recording);
      }),
    );
  });

  it('never lets the right edge go back', () => {
    const chunks = [10, 30, 20].map((seenUntil) => ({ ...chunksOf([])[0]!, seenUntil }));
    expect(mergeChunks(chunks)!.seenUntil).toBe(30);
  });

  it('is nothing for nothing', () => {
    expect(mergeChunks([])).toBeNull();
  });
});

describe('chunks', () => {
  it('hold buffers of exactly their size, since a message copies whole buffers', () => {
    const [chunk] = chunksOf([0.5, 0.5, 0.5]);
    for (const { columns } of chunk!.rows) {
      for (const column of Object.values(columns) as Float64Array[]) {
        expect(column.buffer.byteLength).toBe(column.byteLength);
      }
    }
  });
});
