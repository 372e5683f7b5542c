import { tableFromIPC } from 'apache-arrow';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TrackStreamReader } from '../../../src/core/formats/arrow-read';
import { encodeRows, encodeSchema, endOfStream } from '../../../src/core/formats/arrow-write';
import { trackKinds } from '../../../src/core/formats/columns';
import { FormatError } from '../../../src/core/formats/format-error';
import { RowGatherer } from '../../../src/core/formats/gather-rows';
import { encodeTableLines, TrackTableReader } from '../../../src/core/formats/track-table';
import type { RecordingChunk, TrackRows } from '../../../src/core/trace/chunk';
import { recordingFromChunks } from '../../../src/core/trace/recording-builder';
import { columnTypes, type TrackKind } from '../../../src/core/trace/track';
import { arbitraryChunks } from '../../arbitrary-recording';

function streamOf(kind: TrackKind, chunks: readonly RecordingChunk[]): Uint8Array {
  const flushes = chunks.map(({ rows }) =>
    encodeRows(
      kind,
      rows.filter((piece) => piece.kind === kind),
    ),
  );
  return Buffer.concat([encodeSchema(kind), ...flushes, endOfStream]);
}

function read(kind: TrackKind, bytes: Uint8Array, step = bytes.length): TrackRows[] {
  const reader = new TrackStreamReader(kind);
  const rows: TrackRows[] = [];
  for (let at = 0; at < bytes.length; at += step) rows.push(...reader.push(bytes.subarray(at, at + step)));
  expect(reader.ended).toBe(true);
  return rows;
}

function tableOf(chunks: readonly RecordingChunk[]): string[] {
  return chunks.flatMap((chunk) => encodeTableLines(chunk, 0).split('\n').filter(Boolean));
}

function decoded(chunks: readonly RecordingChunk[], step: number): RecordingChunk {
  const table = new TrackTableReader();
  for (const line of tableOf(chunks)) table.push(line);
  const gatherer = new RowGatherer();
  for (const kind of trackKinds) for (const rows of read(kind, streamOf(kind, chunks), step)) gatherer.push(rows);
  return { ...table.finish(), rows: gatherer.take(), open: [] };
}

/** What reading a changed stream of slices leads to. */
function outcomeOf(bytes: Uint8Array): 'read' | 'refused' | 'garbage' {
  try {
    const pieces = new TrackStreamReader('slices').push(bytes);
    const whole = pieces.every(({ columns }) => {
      const lengths = Object.values(columns).map((column) => (column as Uint8Array).length);
      return lengths.length === 8 && lengths.every((length) => length === lengths[0]);
    });
    return whole ? 'read' : 'garbage';
  } catch (error) {
    return error instanceof FormatError ? 'refused' : 'garbage';
  }
}

const counter = (track: number, times: readonly number[]): TrackRows => ({
  track,
  kind: 'counter',
  columns: { time: Float64Array.from(times), value: Float64Array.from(times, (time) => time * 2) },
});

describe('Arrow streams of tracks', () => {
  it('are handed out in few pieces, in order, where tracks alternate from row to row', () => {
    const rows = Array.from({ length: 20_000 }, (_, row) => counter(row % 3, [row]));
    const reader = new TrackStreamReader('counter');
    reader.push(encodeSchema('counter'));
    const pieces = reader.push(encodeRows('counter', rows));
    expect(pieces.map(({ track }) => track)).toEqual([0, 1, 2]);
    const expected = Float64Array.from({ length: 6667 }, (_, row) => 3 * row);
    expect(pieces[0]!.columns).toEqual({ time: expected, value: expected.map((time) => time * 2) });
  });

  it('hold columns that are views of the same memory', () => {
    const time = Float64Array.of(1, 2, 3);
    const zeros = new Float32Array(3);
    const columns = { start: time, end: time, runEnd: time, head: zeros, tail: zeros };
    const small = { id: new Uint32Array(3), slot: new Uint16Array(3), flags: new Uint8Array(3) };
    const reader = new TrackStreamReader('slices');
    const rows: TrackRows = { track: 1, kind: 'slices', columns: { ...columns, ...small } };
    reader.push(encodeSchema('slices'));
    expect(reader.push(encodeRows('slices', [rows]))).toEqual([rows]);
    expect(reader.pendingBytes).toBe(0);
  });

  it('give any recording back as it was', () => {
    fc.assert(
      fc.property(arbitraryChunks, fc.integer({ min: 1, max: 5000 }), (chunks, step) => {
        expect(recordingFromChunks([decoded(chunks, step)])).toEqual(recordingFromChunks(chunks));
      }),
    );
  });

  it('are what Arrow itself reads, for every kind', () => {
    fc.assert(
      fc.property(arbitraryChunks, (chunks) => {
        for (const kind of trackKinds) {
          const rows = chunks.flatMap((chunk) => chunk.rows.filter((piece) => piece.kind === kind));
          const table = tableFromIPC(streamOf(kind, chunks));
          expect(table.schema.names).toEqual(['track', ...Object.keys(columnTypes[kind])]);
          for (const [index, name] of Object.keys(columnTypes[kind]).entries()) {
            const expected = rows.flatMap(({ columns }) => [
              ...(columns as unknown as Record<string, number[]>)[name]!,
            ]);
            expect([...(table.getChildAt(index + 1) ?? [])]).toEqual(expected);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('split what is too much for one batch', () => {
    const times = Array.from({ length: 300_000 }, (_, index) => index);
    const bytes = Buffer.concat([
      encodeSchema('counter'),
      encodeRows('counter', [counter(1, times), counter(2, [5])]),
      endOfStream,
    ]);
    const rows = read('counter', bytes);
    expect(rows.map(({ track }) => track)).toEqual([1, 1, 2]);
    const { columns } = rows[1]!;
    expect((columns as { time: Float64Array }).time.at(-1)).toBe(299_999);
  });

  it('that were cut off anywhere give all whole batches and tell what is left over', () => {
    const first = Buffer.concat([encodeSchema('counter'), encodeRows('counter', [counter(1, [1, 2])])]);
    const bytes = Buffer.concat([first, encodeRows('counter', [counter(1, [3])])]);
    for (let length = first.length; length < bytes.length; length++) {
      const reader = new TrackStreamReader('counter');
      expect(reader.push(bytes.subarray(0, length))).toEqual([counter(1, [1, 2])]);
      expect(reader.wholeBytes).toBe(first.length);
      expect(reader.pendingBytes).toBe(length - first.length);
      expect(reader.ended).toBe(false);
    }
  });

  it('are refused when they are of another kind', () => {
    const reader = new TrackStreamReader('counter');
    expect(() => reader.push(streamOf('marks', []))).toThrow(
      'has the columns track (signed 32), time (float 2), name (unsigned 32), where counter have',
    );
  });

  it.each([
    ['rows before the schema', () => encodeRows('counter', [counter(1, [1])]), 'has rows before its schema'],
    ['two schemas', () => [...encodeSchema('counter'), ...encodeSchema('counter')], 'has two schemas'],
    ['bytes behind the end', () => [...streamOf('counter', []), 1], 'goes on behind the end'],
    ['a picture', () => Buffer.from('\x89PNG\r\n\x1a\n 0123456789', 'latin1'), 'is no Arrow stream (at byte 0)'],
  ])('are refused: %s', (_, bytes, message) => {
    expect(() => new TrackStreamReader('counter').push(Uint8Array.from(bytes()))).toThrow(message);
  });

  it('with any byte changed are read or refused in a sentence, never in garbage or for ever', () => {
    const bytes = streamOf('slices', [
      {
        lanes: [],
        tracks: [],
        strings: [],
        open: [],
        seenUntil: 0,
        rows: [
          {
            track: 3,
            kind: 'slices',
            columns: {
              start: Float64Array.of(1, 2),
              end: Float64Array.of(3, 4),
              runEnd: Float64Array.of(3, 4),
              id: Uint32Array.of(0, 1),
              slot: Uint16Array.of(0, 0),
              head: Float32Array.of(1, 1),
              tail: Float32Array.of(1, 1),
              flags: Uint8Array.of(0, 0),
            },
          },
        ],
      },
    ]);
    for (let at = 0; at < bytes.length; at++) {
      for (const value of [0, 1, 0x7f, 0xff]) {
        const changed = Uint8Array.from(bytes);
        changed[at] = value;
        expect(outcomeOf(changed)).not.toBe('garbage');
      }
    }
  });

  it('that claim a vector of two thousand million elements cost nothing', () => {
    const bytes = Uint8Array.from([...encodeSchema('counter'), ...encodeRows('counter', [counter(1, [1])])]);
    const view = new DataView(bytes.buffer);
    let refused = 0;
    for (let at = encodeSchema('counter').length; at + 4 <= bytes.length; at += 4) {
      // The number of columns (3) and of buffers (6).
      if (view.getUint32(at, true) !== 3 && view.getUint32(at, true) !== 6) continue;
      const changed = bytes.slice();
      new DataView(changed.buffer).setUint32(at, 0x7fff_ffff, true);
      expect(() => new TrackStreamReader('counter').push(changed)).toThrow(/holds a batch of \d+ columns/);
      refused++;
    }
    expect(refused).toBe(2);
  });
});
