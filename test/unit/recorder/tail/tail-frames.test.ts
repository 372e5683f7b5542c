import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { frameKinds, maxFrameBytes } from '../../../../src/core/protocol/frames';
import { ReadBudget } from '../../../../src/recorder/tail/read-budget';
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

  it('reads for a bounded time, a piece of each file in turn', () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => [at, 0, 0]);
    const long = rowsFrame(frameKinds.loop, ...rows);
    for (const name of ['1-0', '1-1']) {
      writeFileSync(join(folder, `${name}.frames`), bytesOf(Array.from({ length: 10 }, () => long)));
    }
    const files: string[] = [];
    const slow = new FramesTailer(folder, {
      frame: (file) => {
        files.push(file);
        for (const end = performance.now() + 8; performance.now() < end;);
      },
      lost: (one) => lost.push(one),
    });
    expect(slow.poll()).toBe(true);
    expect(files.length).toBeLessThan(8);
    while (slow.poll());
    expect(files).toHaveLength(20);
    expect(files.lastIndexOf('1-0.frames')).toBeGreaterThan(files.indexOf('1-1.frames'));
    slow.finish();
    expect(lost).toEqual([]);
  });

  it('has no time for what never ends', () => {
    const file = join(folder, '1-0.frames');
    const long = rowsFrame(frameKinds.loop, ...Array.from({ length: 10_000 }, (_, at) => [at, 0, 0]));
    writeFileSync(file, bytesOf([long, long]));
    const endless = new FramesTailer(
      folder,
      {
        // Whoever writes is faster than whoever reads.
        frame: () => appendFileSync(file, bytesOf([long, long])),
        lost: (one) => lost.push(one),
      },
      { finishMs: 0 },
    );
    endless.finish();
    expect(lost).toEqual([expect.objectContaining({ file: '1-0.frames', reason: 'there was no time for the rest' })]);
  });

  it.each([
    ['a link to a file that is read', (path: string) => symlinkSync(join(folder, 'other'), path), /link/],
    ['a link to nowhere', (path: string) => symlinkSync('/nowhere', path), /link/],
    ['a pipe', (path: string) => execFileSync('mkfifo', [path]), /no file/],
    ['a folder', (path: string) => mkdirSync(path), /no file/],
  ])('refuses %s', (_, make, reason) => {
    writeFileSync(join(folder, 'other'), frame);
    make(join(folder, '1-0.frames'));
    tailer.poll();
    expect(lost).toEqual([{ file: '1-0.frames', from: 0, reason: expect.stringMatching(reason) }]);
    expect(seen).toEqual([]);
    tailer.remove('1-0.frames');
    expect(readFileSync(join(folder, 'other'))).toEqual(Buffer.from(frame));
  });

  it('opens a bounded number of files, and says so', () => {
    for (let at = 0; at < 5; at++) writeFileSync(join(folder, `${at}.frames`), frame);
    const few = new FramesTailer(
      folder,
      { frame: (file, { kind }) => seen.push([file, kind]), lost: (one) => lost.push(one) },
      { mostFiles: 3 },
    );
    few.finish();
    expect(seen.map(([file]) => file)).toEqual(['0.frames', '1.frames', '2.frames']);
    expect(lost).toEqual([expect.objectContaining({ reason: expect.stringContaining('more than 3 files') })]);
  });

  it.skipIf(process.platform !== 'linux')('stays in its folder, whatever is put in its place', () => {
    const own = mkdtempSync(join(folder, 'run-'));
    const one = new FramesTailer(own, {
      frame: (file, { kind }) => seen.push([file, kind]),
      lost: (all) => lost.push(all),
    });
    const victim = mkdtempSync(join(folder, 'victim-'));
    writeFileSync(join(victim, '1-0.frames'), frame);
    renameSync(own, `${own}-moved`);
    symlinkSync(victim, own);
    one.poll();
    one.remove('1-0.frames');
    one.finish();
    expect(seen).toEqual([]);
    expect(existsSync(join(victim, '1-0.frames'))).toBe(true);
  });
});

describe('how much of a file is read', () => {
  it('is bounded at once, by the time, and in all', () => {
    const mebi = 1024 * 1024;
    const limits = { burstBytes: 2 * mebi, bytesPerSecond: mebi, fileBytes: 4 * mebi, maxFrameBytes: mebi };
    let now = 0;
    const budget = new ReadBudget(limits, () => now);
    budget.take(2 * mebi);
    now = 1000;
    budget.take(mebi);
    expect(() => budget.take(1)).toThrow('more than 1 MiB a second');
    now = 60_000;
    const other = new ReadBudget(limits, () => now);
    now = 120_000;
    other.take(4 * mebi);
    expect(() => other.take(1)).toThrow('more than 4 MiB');
  });

  it('is said of the file that is cut there', () => {
    const limits = { burstBytes: 1000, bytesPerSecond: 0, fileBytes: 2000, maxFrameBytes: 500 };
    writeFileSync(join(folder, '1-0.frames'), bytesOf(Array.from({ length: 40 }, () => frame)));
    const one = new FramesTailer(folder, { frame: () => undefined, lost: (all) => lost.push(all) }, { limits });
    one.finish();
    expect(lost).toEqual([expect.objectContaining({ file: '1-0.frames', from: 0 })]);
  });
});
