import { describe, expect, it } from 'vitest';
import { checkRows } from '../../../src/core/formats/check-rows';
import { encodeTableLines, TrackTableReader, type TrackTable } from '../../../src/core/formats/track-table';
import type { TrackRows } from '../../../src/core/trace/chunk';
import { firstChunk } from '../../integration/store/recorded';

function tableOf(...lines: string[]): TrackTable {
  const reader = new TrackTableReader();
  for (const line of lines) reader.push(line);
  return reader.finish();
}

const lines = encodeTableLines(firstChunk, 0).trim().split('\n');

const within = (id: number, parent: number | null): string =>
  JSON.stringify({ lane: { id, kind: 'process', name: 'python3', parent } });

describe('tracks.jsonl', () => {
  it('names lanes, tracks and strings in order, and how far was seen', () => {
    expect(lines).toHaveLength(7);
    const { lanes, tracks, strings, seenUntil } = firstChunk;
    expect(tableOf(...lines)).toMatchObject({ lanes, tracks, strings, seenUntil });
  });

  it('repeats how far was seen only when it grew', () => {
    const nothing = { ...firstChunk, lanes: [], tracks: [], strings: [] };
    expect(encodeTableLines(nothing, 1e6)).toBe('');
    expect(encodeTableLines(nothing, 5)).toBe('{"seenUntil":1000000}\n');
  });

  it('a lane may be given a parent that was not known before', () => {
    const reader = new TrackTableReader();
    for (const parent of [null, 0]) {
      for (const id of [0, 1]) {
        const lane = { id, kind: 'process', name: 'python3', parent: id === 0 ? null : parent };
        reader.push(JSON.stringify({ lane }));
      }
    }
    expect(reader.finish().lanes.map(({ parent }) => parent)).toEqual([null, 0]);
  });

  it.each([
    ['{', 'is no JSON (line 1)'],
    ['{"lane":{"id":0}}', 'holds what no recording has (line 1)'],
    ['{"lane":{"id":1,"kind":"thread","name":"x","parent":0}}', 'names lane 1 before its parent 0'],
    ['{"track":{"id":1,"lane":4,"kind":"marks","name":"x"}}', 'names track 1 of lane 4, which it does not have'],
    [`{"strings":["${'x'.repeat(10_001)}"]}`, 'holds what no recording has'],
    [JSON.stringify({ strings: ['x'.repeat(2 ** 21)] }), 'has a line of 2097168 characters'],
  ])('is refused: %#', (line, message) => {
    expect(() => tableOf(line)).toThrow(message);
  });

  it('is refused when it names a lane or a track twice', () => {
    expect(() => tableOf(lines[0]!, lines[0]!.replace('machine","name', 'core","name'))).toThrow(
      'names lane 0 twice (line 2)',
    );
    expect(() => tableOf(within(0, null), within(1, 0), within(0, 1))).toThrow('names lane 0 twice (line 3)');
    expect(() => tableOf(...lines, lines[2]!)).toThrow('names track 0 twice (line 8)');
  });
});

const marks = (time: number, name: number): TrackRows => ({
  track: 0,
  kind: 'marks',
  columns: { time: Float64Array.of(time), name: Uint32Array.of(name) },
});

const slice = (start: number, runEnd: number, end: number): TrackRows => ({
  track: 1,
  kind: 'slices',
  columns: {
    start: Float64Array.of(start),
    end: Float64Array.of(end),
    runEnd: Float64Array.of(runEnd),
    id: Uint32Array.of(0),
    slot: Uint16Array.of(0),
    head: Float32Array.of(1),
    tail: Float32Array.of(1),
    flags: Uint8Array.of(0),
  },
});

describe('rows', () => {
  const table = tableOf(...lines);

  it('are fine as they are recorded', () => {
    for (const rows of [...firstChunk.rows, marks(0, 2), slice(0, 0, 0), slice(1, 2, 3)]) {
      expect(() => checkRows(rows, table)).not.toThrow();
    }
  });

  it.each([
    [marks(Number.NaN, 0), 'has marks of track 0 at NaN ns'],
    [marks(-1, 0), 'at -1 ns'],
    [marks(Infinity, 0), 'at Infinity ns'],
    [marks(0, 3), 'named by string 3 of 3'],
    [slice(5, 6, 5), 'has slices of track 1 from 6 to 5 ns'],
    [slice(5, 4, 6), 'from 5 to 4 ns'],
    [slice(0, 0, 2 ** 60), 'ns'],
    [{ ...marks(0, 0), track: 1 }, 'has marks of track 1, which tracks.jsonl does not name'],
    [{ ...marks(0, 0), track: 9 }, 'which tracks.jsonl does not name'],
  ])('are refused: %#', (rows, message) => {
    expect(() => checkRows(rows, table)).toThrow(message);
  });

  it('are refused with a state, or lanes of an arrow, that there are not', () => {
    const more = tableOf(
      ...lines,
      '{"track":{"id":5,"lane":1,"kind":"states","name":"states"}}',
      '{"track":{"id":6,"lane":1,"kind":"flows","name":"flows"}}',
    );
    const states = {
      start: Float64Array.of(0),
      end: Float64Array.of(1),
      state: Uint8Array.of(10),
      core: Uint16Array.of(0),
      flags: Uint8Array.of(0),
    };
    expect(() => checkRows({ track: 5, kind: 'states', columns: states }, more)).toThrow('in state 10');
    const flows = {
      fromTime: Float64Array.of(0),
      toTime: Float64Array.of(1),
      fromLane: Uint32Array.of(0),
      toLane: Uint32Array.of(2),
    };
    expect(() => checkRows({ track: 6, kind: 'flows', columns: flows }, more)).toThrow('to lane 2');
  });
});
