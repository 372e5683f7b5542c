import { expect, it } from 'vitest';
import type { RecordingChunk } from '../../../../src/core/trace/chunk';
import { packChunk } from '../../../../src/core/trace/pack-chunk';
import { RecordingBuilder } from '../../../../src/core/trace/recording-builder';

const chunk: RecordingChunk = {
  lanes: [{ id: 0, kind: 'machine', name: 'machine', parent: null }],
  tracks: [
    { id: 0, lane: 0, kind: 'marks', name: 'phases' },
    { id: 1, lane: 0, kind: 'states', name: 'states' },
    { id: 2, lane: 0, kind: 'counter', name: 'busy', unit: 'share' },
    { id: 3, lane: 0, kind: 'counter', name: 'lag', unit: 'nanos' },
  ],
  strings: ['start'],
  rows: [
    { track: 0, kind: 'marks', columns: { time: Float64Array.of(1.5), name: Uint32Array.of(7) } },
    {
      track: 1,
      kind: 'states',
      columns: {
        start: Float64Array.of(1, 2, 3),
        end: Float64Array.of(2, 3, 4),
        state: Uint8Array.of(0, 1, 9),
        core: Uint16Array.of(3, 65_535, 65_535),
        flags: Uint8Array.of(0, 1, 2),
      },
    },
    { track: 2, kind: 'counter', columns: { time: new Float64Array(0), value: new Float64Array(0) } },
    { track: 3, kind: 'counter', columns: { time: Float64Array.of(1, 2), value: Float64Array.of(5, 6) } },
    { track: 2, kind: 'counter', columns: { time: Float64Array.of(3), value: Float64Array.of(0.5) } },
  ],
  open: [],
  seenUntil: 4,
};

it('makes the same recording, also on the other side of a message', () => {
  const plain = new RecordingBuilder();
  plain.append(chunk);
  for (const packed of [packChunk(chunk), structuredClone(packChunk(chunk))]) {
    const builder = new RecordingBuilder();
    builder.appendPacked(packed);
    expect(builder.snapshot()).toEqual(plain.snapshot());
  }
});

it('has one buffer for the columns of all tracks', () => {
  const { rows } = packChunk(chunk);
  const buffers = rows.flatMap(({ columns }) => Object.values(columns).map((column: Uint8Array) => column.buffer));
  expect(new Set(buffers).size).toBe(1);
  expect(rows.map(({ kind, tracks, ends }) => [kind, [...tracks], [...ends]])).toEqual([
    ['marks', [0], [1]],
    ['states', [1], [3]],
    ['counter', [2, 3, 2], [0, 2, 3]],
  ]);
});
