import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeFrames,
  encodeJson,
  encodeRows,
  frameKinds,
  maxFrameBytes,
  rowsOf,
} from '../../../../src/core/protocol/frames';

const encoder = new TextEncoder();
const encode = (text: string): Uint8Array => encoder.encode(text);

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

describe('frames', () => {
  it('gives back what was written, however the bytes are cut', () => {
    const rows = fc.array(fc.double(), { minLength: 3, maxLength: 30 }).map((values) => Float64Array.from(values));
    fc.assert(
      fc.property(fc.array(fc.oneof(rows, fc.string()), { maxLength: 20 }), fc.nat(), (contents, cutSeed) => {
        const file = concatenated(
          contents.map((content) =>
            typeof content === 'string'
              ? encodeJson(frameKinds.phase, { content }, encode)
              : encodeRows(frameKinds.loop, content),
          ),
        );
        const cut = file.length === 0 ? 0 : cutSeed % (file.length + 1);
        const first = decodeFrames(file.subarray(0, cut));
        const second = decodeFrames(file.slice(first.consumed));
        expect(first.consumed + second.consumed).toBe(file.length);
        const frames = [...first.frames, ...second.frames];
        expect(frames).toHaveLength(contents.length);
        const read = frames.map(({ kind, payload }) =>
          kind === frameKinds.loop ? rowsOf(payload) : JSON.parse(new TextDecoder().decode(payload)).content,
        );
        expect(read).toEqual(contents);
      }),
    );
  });

  it('refuses a length that no worker writes', () => {
    const bytes = new Uint8Array(16);
    new DataView(bytes.buffer).setUint32(4, maxFrameBytes + 1, true);
    expect(() => decodeFrames(bytes)).toThrow('not written by a worker');
  });
});
