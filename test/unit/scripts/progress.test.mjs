import { describe, expect, it } from 'vitest';
import { createProgressLine, formatBytes, formatProgress } from '../../../scripts/lib/progress.mjs';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [196_264_810, '196.3 MB'],
    [5e12, '5000.0 GB'],
  ])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('formatProgress', () => {
  it('gives amount, share and speed', () => {
    expect(formatProgress(5e6, 20e6, 2e6)).toBe('5.0 MB of 20.0 MB (25 %), 2.0 MB/s');
  });

  it('leaves out a share of an unknown total and an unknown speed', () => {
    expect(formatProgress(5e6, 0, 0)).toBe('5.0 MB');
  });

  it('says 100 % only at the end', () => {
    expect(formatProgress(999, 1000, 0)).toContain('(99 %)');
  });
});

function record(isTTY) {
  const written = [];
  const clock = { ms: 0 };
  const stream = { isTTY, write: (text) => written.push(text) };
  return { written, clock, stream, now: () => clock.ms };
}

describe('createProgressLine', () => {
  it('writes a line every few seconds into a log', () => {
    const { written, clock, stream, now } = record(false);
    const line = createProgressLine({ label: 'file', total: 10_000, stream, now });
    for (clock.ms = 0; clock.ms <= 5000; clock.ms += 500) line.advance(500);
    line.end();
    expect(written).toEqual([
      '  file: 500 B of 10.0 kB (5 %)\n',
      '  file: 3.5 kB of 10.0 kB (35 %), 1.2 kB/s\n',
      '  file: 5.5 kB of 10.0 kB (55 %), 1.0 kB/s\n',
    ]);
  });

  it('redraws one line on a terminal', () => {
    const { written, stream, now } = record(true);
    createProgressLine({ label: 'file', total: 10, stream, now }).end();
    expect(written).toEqual(['\r  file: 0 B of 10 B (0 %)\u001b[K', '\n']);
  });

  it('counts what was there before for the share and not for the speed', () => {
    const { written, clock, stream, now } = record(false);
    const line = createProgressLine({ label: 'file', total: 10_000, start: 5000, stream, now });
    clock.ms = 1000;
    line.advance(1000);
    expect(written).toEqual(['  file: 6.0 kB of 10.0 kB (60 %), 1.0 kB/s\n']);
  });
});
