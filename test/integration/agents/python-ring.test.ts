import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { RingTail } from '../../../src/recorder/agents/ring-tail';
import { noPython, somePythons } from './pythons';
import { agentFolder, program, removeTemporaryFolders, temporaryFolder } from './record-python';

afterAll(removeTemporaryFolders);

const rows = 200_000;

describe.skipIf(noPython !== null).each(somePythons)('a ring that Python $version fills', ({ path }) => {
  it('tells each row as it was written, however hard it is polled', async () => {
    const file = join(temporaryFolder(), '1-1-0.ring');
    const child = spawn(path, [program('fills_ring.py'), agentFolder, file, '65536', String(rows)]);
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    const ended = new Promise((settle) => child.once('close', settle));
    while (!existsSync(file)) await new Promise((settle) => setTimeout(settle, 5));
    const tail = new RingTail(file, () => performance.now());
    const torn: number[][] = [];
    let count = 0;
    let last = -1;
    const read = (final: boolean): boolean =>
      tail.read(({ thread, row }) => {
        const [number] = row;
        count++;
        if (row.some((field) => field !== number) || thread !== (number! & 0xffff) || number! <= last)
          torn.push([...row]);
        last = number!;
      }, final);
    while (child.exitCode === null) {
      for (let poll = 0; poll < 200; poll++) read(false);
      await new Promise((settle) => setImmediate(settle));
    }
    await ended;
    while (read(true));
    expect(torn).toEqual([]);
    expect(count + tail.lost).toBe(rows);
    expect(Number(stdout)).toBeLessThanOrEqual(tail.lost);
    expect(count).toBeGreaterThan(rows / 2);
    tail.close();
  });
});
