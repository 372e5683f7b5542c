import * as fc from 'fast-check';
import type { RecordingChunk, TrackRows } from '../src/core/trace/chunk';
import type { Lane, LaneKind } from '../src/core/trace/lane';
import { columnTypes, threadStates, type TrackInfo, type TrackKind } from '../src/core/trace/track';

type Row = Readonly<Record<string, number>>;

const constructors = { f64: Float64Array, f32: Float32Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array };
const time = fc.oneof(fc.nat(1_000_000_000), fc.double({ min: 0, max: Number.MAX_SAFE_INTEGER, noNaN: true }));
const f32 = fc.oneof(fc.constant(Number.NaN), fc.float({ min: 0, max: 1, noNaN: true }));
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });

/** A row of each kind with its times in order; marks and flows point to what the recording has. */
const rowOf: Record<TrackKind, (strings: number, lanes: number) => fc.Arbitrary<Row>> = {
  states: () =>
    fc
      .record({ times: ordered(2), state: fc.nat(threadStates.length - 1) })
      .map(({ times: [start, end], state }) => ({ start: start!, end: end!, state })),
  slices: () =>
    fc
      .record({ times: ordered(3), id: u32, slot: fc.nat(0xffff), head: f32, tail: f32, flags: fc.nat(1) })
      .map(({ times: [start, runEnd, end], ...rest }) => ({ start: start!, runEnd: runEnd!, end: end!, ...rest })),
  counter: () => fc.record({ time, value: fc.double() }),
  marks: (strings) => fc.record({ time, name: fc.nat(strings - 1) }),
  flows: (_, lanes) =>
    fc.record({ fromTime: time, toTime: time, fromLane: fc.nat(lanes - 1), toLane: fc.nat(lanes - 1) }),
};

function ordered(count: number): fc.Arbitrary<number[]> {
  return fc.array(time, { minLength: count, maxLength: count }).map((times) => times.toSorted((a, b) => a - b));
}

const kinds = Object.keys(columnTypes) as TrackKind[];
const laneKinds: readonly LaneKind[] = ['machine', 'core', 'process', 'thread', 'loop'];

const lanes: fc.Arbitrary<Lane[]> = fc
  .array(
    fc.record(
      {
        kind: fc.constantFrom(...laneKinds),
        name: fc.string({ unit: 'grapheme', maxLength: 20 }),
        parent: fc.nat(),
        pid: fc.nat(),
        tid: fc.nat(),
        worker: fc.nat(1000),
        core: fc.nat(1000),
      },
      { requiredKeys: ['kind', 'name', 'parent'] },
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((drafts) =>
    drafts.map((draft, id) => Object.assign({}, draft, { id, parent: id === 0 ? null : draft.parent % id })),
  );

const strings = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { minLength: 1, maxLength: 30 });

/** A finished recording as the chunks it came in: any lanes and tracks, rows in any order, no tasks left in flight. */
export const arbitraryChunks: fc.Arbitrary<RecordingChunk[]> = fc
  .tuple(lanes, strings)
  .chain(([lanes, strings]) =>
    fc
      .array(fc.constantFrom(...kinds), { maxLength: 8 })
      .chain((trackKinds) =>
        fc
          .tuple(
            fc.tuple(
              ...trackKinds.map((kind) => fc.array(rowOf[kind](strings.length, lanes.length), { maxLength: 30 })),
            ),
            fc.integer({ min: 1, max: 4 }),
            time,
          )
          .map(([rows, pieces, seenUntil]) => chunksOf(lanes, strings, trackKinds, rows, pieces, seenUntil)),
      ),
  );

function chunksOf(
  lanes: Lane[],
  strings: string[],
  trackKinds: TrackKind[],
  rows: readonly Row[][],
  pieces: number,
  seenUntil: number,
): RecordingChunk[] {
  const tracks = trackKinds.map((kind, id): TrackInfo => {
    const info = { id, lane: id % lanes.length, kind, name: `track ${id}` };
    return kind === 'counter' ? { ...info, unit: 'nanos' } : info;
  });
  return Array.from({ length: pieces }, (_, piece) => ({
    lanes: piece === 0 ? lanes : [],
    tracks: piece === 0 ? tracks : [],
    strings: piece === 0 ? strings : [],
    rows: tracks.flatMap(({ id, kind }) => {
      const all = rows[id]!;
      const size = Math.ceil(all.length / pieces);
      const some = all.slice(piece * size, (piece + 1) * size);
      return some.length === 0 ? [] : [trackRows(id, kind, some)];
    }),
    open: [],
    seenUntil: (seenUntil * (piece + 1)) / pieces,
  }));
}

function trackRows(track: number, kind: TrackKind, rows: readonly Row[]): TrackRows {
  const columns = Object.fromEntries(
    Object.entries(columnTypes[kind]).map(([name, type]) => [
      name,
      constructors[type].from(rows.map((row) => row[name]!)),
    ]),
  );
  return { track, kind, columns } as unknown as TrackRows;
}
