import type { Recording } from '../../../../src/core/trace/recording';
import { recordingFromChunks } from '../../../../src/core/trace/recording-builder';
import { trackNames } from '../../../../src/core/trace/track';

export type Call = readonly [name: number, depth: number, startMs: number, endMs: number];

const column = (values: readonly number[]): Float64Array => Float64Array.from(values);

/** A worker with an event loop, whose samples show these calls; names are indices of `strings`. */
export function sampledRecording(strings: readonly string[], calls: readonly Call[]): Recording {
  const nothing = Float32Array.from(calls, () => Number.NaN);
  return recordingFromChunks([
    {
      lanes: [
        { id: 0, kind: 'thread', name: 'worker 1', parent: null },
        { id: 1, kind: 'loop', name: 'event loop', parent: 0 },
      ],
      tracks: [{ id: 0, lane: 1, kind: 'slices', name: trackNames.stack }],
      strings,
      rows: [
        {
          track: 0,
          kind: 'slices',
          columns: {
            start: column(calls.map(([, , start]) => start * 1e6)),
            end: column(calls.map(([, , , end]) => end * 1e6)),
            runEnd: column(calls.map(([, , , end]) => end * 1e6)),
            id: Uint32Array.from(calls, ([name]) => name),
            slot: Uint16Array.from(calls, ([, depth]) => depth),
            head: nothing,
            tail: nothing,
            flags: new Uint8Array(calls.length),
          },
        },
      ],
      open: [],
      seenUntil: 100e6,
    },
  ]);
}
