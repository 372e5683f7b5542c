import { expect, it } from 'vitest';
import type { RecordingChunk } from '../../../../src/core/trace/chunk';
import { packChunk } from '../../../../src/core/trace/pack-chunk';

const chunk: RecordingChunk = {
  lanes: [{ id: 0, kind: 'machine', name: 'machine', parent: null }],
  tracks: [],
  strings: ['start'],
  rows: [
    { track: 0, kind: 'marks', columns: { time: Float64Array.of(1.5), name: Uint32Array.of(7) } },
    {
      track: 1,
      kind: 'states',
      columns: { start: Float64Array.of(1, 2, 3), end: Float64Array.of(2, 3, 4), state: Uint8Array.of(0, 1, 9) },
    },
    { track: 2, kind: 'counter', columns: { time: new Float64Array(0), value: new Float64Array(0) } },
  ],
  open: [],
  seenUntil: 4,
};

it('holds the same rows in one buffer, also on the other side of a message', () => {
  for (const packed of [packChunk(chunk), structuredClone(packChunk(chunk))]) {
    expect(packed).toEqual(chunk);
    const buffers = packed.rows.flatMap(({ columns }) =>
      Object.values(columns).map((column: Uint8Array) => column.buffer),
    );
    expect(new Set(buffers).size).toBe(1);
  }
});
