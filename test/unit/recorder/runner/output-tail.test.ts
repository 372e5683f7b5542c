import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { keptOutputBytes, OutputTail } from '../../../../src/recorder/runner/output-tail';

describe('OutputTail', () => {
  it('keeps the last 64 KiB and counts the rest', () => {
    const output = new OutputTail([]);
    for (let line = 0; line < 10_000; line++) output.add(Buffer.from(`line ${String(line).padStart(6, '0')}\n`));
    expect(output.bytes).toBe(120_000);
    expect(Buffer.byteLength(output.tail)).toBe(keptOutputBytes);
    expect(output.tail.endsWith('line 009999\n')).toBe(true);
    output.add(Buffer.alloc(1_000_000, 'x'));
    expect(output.tail).toBe('x'.repeat(keptOutputBytes));
  });

  it('does not begin within a character', () => {
    const output = new OutputTail([]);
    output.add(Buffer.from('🤹'.repeat(20_000)));
    output.add(Buffer.from('x'));
    expect(output.tail).not.toContain('\uFFFD');
    expect(output.tail.endsWith('🤹x')).toBe(true);
  });

  it('reads both streams to their ends', async () => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const output = new OutputTail([stdout, stderr, null]);
    stdout.end('out');
    stderr.end('err');
    await output.ended;
    expect(['outerr', 'errout']).toContain(output.tail);
  });
});
