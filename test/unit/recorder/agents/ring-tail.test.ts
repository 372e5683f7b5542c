import { mkdtempSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { agentFrameKinds } from '../../../../src/core/protocol/agent';
import { agentRing } from '../../../../src/core/protocol/agent-ring';
import { RingTail } from '../../../../src/recorder/agents/ring-tail';
import { RingFile } from '../ring-file';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'juggler-test-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('hands on no payload of the lap before under a new seal', () => {
  const path = join(folder, '1-1-0.ring');
  const file = new RingFile(path, 16);
  let overtaken = false;
  /** Copies as the kernel may: the payload, then the writer fills the slot, then the seal. */
  const tearing: typeof readSync = ((
    descriptor: number,
    buffer: Uint8Array,
    offset: number,
    length: number,
    at: number,
  ) => {
    const count = readSync(descriptor, buffer, offset, length, at);
    if (overtaken || length < agentRing.slotBytes || at !== 0 || file.read !== 16) return count;
    overtaken = true;
    file.row(agentFrameKinds.mark, 3, 160, 161);
    const seal = new Uint8Array(8);
    readSync(descriptor, seal, 0, 8, agentRing.offsets.seal);
    buffer.set(seal, offset + agentRing.offsets.seal);
    return count;
  }) as typeof readSync;
  const tail = new RingTail(path, () => 0, tearing);
  const told: number[][] = [];
  const read = (): boolean => tail.read(({ thread, row }) => told.push([thread, row[0]!, row[1]!]), false);
  for (let number = 0; number < 16; number++) file.row(agentFrameKinds.mark, 0, number, number + 1);
  read();
  expect(told).toHaveLength(16);
  read();
  expect(overtaken).toBe(true);
  expect(told.at(-1)).toEqual([3, 160, 161]);
  tail.close();
});
