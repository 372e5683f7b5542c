import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordingChunk } from '../../../../src/core/trace/chunk';
import { RecordingBuilder, recordingFromChunks } from '../../../../src/core/trace/recording-builder';
import type { SlicesColumns } from '../../../../src/core/trace/track';

const nothing: RecordingChunk = { lanes: [], tracks: [], strings: [], rows: [], open: [], seenUntil: 0 };

const introduced: RecordingChunk = {
  ...nothing,
  lanes: [{ id: 0, kind: 'thread', name: 'main', parent: null }],
  tracks: [{ id: 7, lane: 0, kind: 'slices', name: 'tasks' }],
};

function slices(spans: readonly (readonly [start: number, end: number, id: number])[]): SlicesColumns {
  return {
    start: Float64Array.from(spans, ([start]) => start),
    end: Float64Array.from(spans, ([, end]) => end),
    runEnd: Float64Array.from(spans, ([, end]) => end),
    id: Uint32Array.from(spans, ([, , id]) => id),
    slot: new Uint16Array(spans.length),
    head: new Float32Array(spans.length).fill(1),
    tail: new Float32Array(spans.length).fill(Number.NaN),
    flags: new Uint8Array(spans.length),
  };
}

describe('RecordingBuilder', () => {
  it('keeps rows in order of start although they arrive in order of end', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { maxLength: 200 }), fc.nat(50), (pairs, size) => {
        const spans = pairs.map(([start, length], id) => [start, start + length, id] as const);
        const arrived = spans.toSorted((a, b) => a[1] - b[1]);
        const builder = new RecordingBuilder();
        builder.append(introduced);
        for (let at = 0; at < arrived.length; at += size + 1) {
          const rows = [{ track: 7, kind: 'slices', columns: slices(arrived.slice(at, at + size + 1)) }] as const;
          builder.append({ ...nothing, rows });
        }
        const columns = builder.snapshot().tracks[0]!.columns as SlicesColumns;
        expect([...columns.start]).toEqual(spans.map(([start]) => start).toSorted((a, b) => a - b));
        const byId = new Map(spans.map(([start, end, id]) => [id, [start, end]]));
        for (const [row, id] of columns.id.entries()) {
          expect([columns.start[row], columns.end[row]]).toEqual(byId.get(id));
        }
      }),
    );
  });

  it('gives back every value, in columns that hold one value for long and in those that never do', () => {
    const value = fc.constantFrom(0, 0, 0, 1, 7);
    const row = fc.record({
      slot: value,
      flags: value,
      tail: fc.constantFrom(Number.NaN, 1),
      lag: fc.constantFrom(0, 3),
    });
    fc.assert(
      fc.property(fc.array(fc.array(row, { maxLength: 6 }), { maxLength: 20 }), (chunks) => {
        const builder = new RecordingBuilder();
        builder.append(introduced);
        let at = 0;
        for (const rows of chunks) {
          const columns = slices(rows.map((_, index) => [at + index, at + index + 10, at + index]));
          at += rows.length;
          for (const [index, { slot, flags, tail, lag }] of rows.entries()) {
            columns.slot[index] = slot;
            columns.flags[index] = flags;
            columns.tail[index] = tail;
            columns.runEnd[index]! -= lag;
          }
          builder.append({ ...nothing, rows: [{ track: 7, kind: 'slices', columns }] });
          const seen = builder.snapshot().tracks[0]!.columns as SlicesColumns;
          expect(seen.id.length).toBe(at);
        }
        const columns = builder.snapshot().tracks[0]!.columns as SlicesColumns;
        const all = chunks.flat();
        expect([...columns.slot]).toEqual(all.map(({ slot }) => slot));
        expect([...columns.flags]).toEqual(all.map(({ flags }) => flags));
        expect([...columns.tail]).toEqual(all.map(({ tail }) => tail));
        expect([...columns.runEnd]).toEqual(all.map(({ lag }, index) => index + 10 - lag));
      }),
    );
  });

  it('refuses rows of a track that no chunk has introduced, or of another kind', () => {
    const rows = [{ track: 8, kind: 'slices', columns: slices([]) }] as const;
    expect(() => recordingFromChunks([introduced, { ...nothing, rows }])).toThrow('track 8, which was not introduced');
    const columns = { time: new Float64Array(1), value: new Float64Array(1) };
    const counter = [{ track: 7, kind: 'counter', columns }] as const;
    expect(() => recordingFromChunks([introduced, { ...nothing, rows: counter }])).toThrow('which is slices');
  });

  it('replaces the tasks in flight, and never lets the right edge go back', () => {
    const open = [{ track: 7, start: Float64Array.of(5), id: Uint32Array.of(3), slot: Uint16Array.of(0) }];
    const builder = new RecordingBuilder();
    builder.append({ ...introduced, open, seenUntil: 90 });
    expect(builder.snapshot().open).toEqual(open);
    builder.append({ ...nothing, seenUntil: 40 });
    expect(builder.snapshot()).toMatchObject({ open: [], seenUntil: 90 });
  });
});
