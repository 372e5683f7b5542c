import { appendFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { frameKinds, maxFrameBytes } from '../../../../src/core/protocol/frames';
import { FramesTailer, type LostFile } from '../../../../src/recorder/tail/tail-frames';
import { bytesOf, rowsFrame } from '../frames-of-a-thread';

let folder: string;
let seen: [file: string, kind: number][];
let lost: LostFile[];
let tailer: FramesTailer;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'juggler-tail-'));
  seen = [];
  lost = [];
  tailer = new FramesTailer(folder, {
    frame: (file, { kind }) => {
      if (kind === 66) throw new Error('a frame that can’t be');
      seen.push([file, kind]);
    },
    lost: (one) => lost.push(one),
  });
});
afterEach(() => {
  tailer.close();
  rmSync(folder, { recursive: true, force: true });
});

const frame = rowsFrame(frameKinds.loop, [1, 2, 3]);
const garbage = ((): Uint8Array => {
  const bytes = new Uint8Array(64);
  new DataView(bytes.buffer).setUint32(4, maxFrameBytes + 1, true);
  return bytes;
})();

describe('FramesTailer', () => {
  it('hands on each whole frame once, however the file grows', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 40 }), (cuts) => {
        const own = mkdtempSync(join(folder, 'run-'));
        const kinds: number[] = [];
        const one = new FramesTailer(own, { frame: (_, { kind }) => kinds.push(kind), lost: (all) => lost.push(all) });
        const all = bytesOf(
          Array.from({ length: 20 }, (_, index) => {
            const copy = frame.slice();
            new DataView(copy.buffer).setUint32(0, 100 + index, true);
            return copy;
          }),
        );
        let at = 0;
        for (const cut of cuts) {
          appendFileSync(join(own, '1-0.frames'), all.subarray(at, at + cut));
          at = Math.min(all.length, at + cut);
          one.poll();
          expect(kinds.length).toBe(Math.floor(at / frame.length));
        }
        appendFileSync(join(own, '1-0.frames'), all.subarray(at));
        one.finish();
        expect(kinds).toEqual(Array.from({ length: 20 }, (_, index) => 100 + index));
        expect(lost).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves out a truncated frame at the end of a file', () => {
    writeFileSync(join(folder, '1-0.frames'), bytesOf([frame, frame.subarray(0, 20)]));
    tailer.finish();
    expect(seen).toEqual([['1-0.frames', frameKinds.loop]]);
    expect(lost).toEqual([]);
  });

  it('gives up a file with garbage behind its good frames, and no other', () => {
    writeFileSync(join(folder, '1-0.frames'), bytesOf([frame, frame, garbage, frame]));
    writeFileSync(join(folder, '1-1.frames'), frame);
    tailer.poll();
    appendFileSync(join(folder, '1-0.frames'), frame);
    appendFileSync(join(folder, '1-1.frames'), frame);
    tailer.finish();
    expect(seen.filter(([file]) => file === '1-0.frames')).toHaveLength(2);
    expect(seen.filter(([file]) => file === '1-1.frames')).toHaveLength(2);
    expect(lost).toEqual([{ file: '1-0.frames', from: 64, reason: 'no frame begins at byte 64' }]);
  });

  it('gives up a file whose frames say what can’t be', () => {
    const bad = frame.slice();
    new DataView(bad.buffer).setUint32(0, 66, true);
    writeFileSync(join(folder, '1-0.frames'), bytesOf([bad, frame]));
    writeFileSync(join(folder, '1-1.frames'), frame);
    tailer.finish();
    expect(seen).toEqual([['1-1.frames', frameKinds.loop]]);
    expect(lost.map(({ reason }) => reason)).toEqual(['a frame that can’t be']);
  });

  it('survives files that shrink, a folder that vanishes, and what else lies in it', () => {
    const path = join(folder, '1-0.frames');
    writeFileSync(path, bytesOf([frame, frame]));
    writeFileSync(join(folder, 'notes.txt'), garbage);
    tailer.poll();
    truncateSync(path, 0);
    tailer.poll();
    rmSync(folder, { recursive: true });
    tailer.poll();
    expect(seen).toHaveLength(2);
  });

  it('reads a long file in parts of bounded size', () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => [at, 0, 0]);
    const long = rowsFrame(frameKinds.loop, ...rows);
    writeFileSync(join(folder, '1-0.frames'), bytesOf(Array.from({ length: 20 }, () => long)));
    expect(tailer.poll()).toBe(true);
    expect(seen.length).toBe(Math.floor((1024 * 1024) / long.length));
    tailer.finish();
    expect(seen.length).toBe(20);
  });
});
