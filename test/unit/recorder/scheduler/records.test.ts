import { describe, expect, it } from 'vitest';
import { onlineCpus } from '../../../../src/recorder/scheduler/perf/perf-source';
import { parseRecords, type SchedulerRecord } from '../../../../src/recorder/scheduler/perf/records';
import { gilRanges } from '../../../../src/recorder/scheduler/reasons/gil-ranges';

/** A record as the kernel lays it out. */
function record(type: number, misc: number, body: Buffer, [pid, tid, time, cpu]: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 + body.length + 24);
  bytes.writeUInt32LE(type, 0);
  bytes.writeUInt16LE(misc, 4);
  bytes.writeUInt16LE(bytes.length, 6);
  body.copy(bytes, 8);
  const trailer = 8 + body.length;
  bytes.writeUInt32LE(pid!, trailer);
  bytes.writeUInt32LE(tid!, trailer + 4);
  bytes.writeBigUInt64LE(BigInt(time!), trailer + 8);
  bytes.writeUInt32LE(cpu!, trailer + 16);
  return bytes;
}
const words = (...values: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
};
const none = Buffer.alloc(0);
const epoch = 5e12;
const parse = (...records: readonly Buffer[]): SchedulerRecord[] => {
  const into: SchedulerRecord[] = [];
  parseRecords(Buffer.concat(records), epoch, into);
  return into;
};
const by = [7, 8, epoch + 1500, 3];

describe('parseRecords', () => {
  it('tells switches apart: in, out, out while it wanted to go on', () => {
    const records = parse(record(14, 0, none, by), record(14, 0x2000, none, by), record(14, 0x6000, none, by));
    expect(records).toEqual(
      ['running', 'blocked', 'runnable'].map((to) => ({ kind: 'switch', at: 1500, pid: 7, tid: 8, cpu: 3, to })),
    );
  });

  it('reads forks, exits, names and losses, and leaves out what it does not know', () => {
    const name = Buffer.from('python3\0');
    const records = parse(
      record(7, 0, Buffer.concat([words(20, 10, 21, 11), Buffer.alloc(8)]), by),
      record(4, 0, Buffer.concat([words(20, 10, 21, 11), Buffer.alloc(8)]), by),
      record(3, 0x2000, Buffer.concat([words(20, 21), name]), by),
      record(3, 0, Buffer.concat([words(20, 21), name]), by),
      record(2, 0, Buffer.concat([Buffer.alloc(8), words(99, 0)]), by),
      record(77, 0, words(1), by),
    );
    expect(records).toEqual([
      { kind: 'fork', at: 1500, pid: 20, tid: 21, parentPid: 10, parentTid: 11 },
      { kind: 'exit', at: 1500, pid: 20, tid: 21 },
      { kind: 'comm', at: 1500, pid: 20, tid: 21, cpu: 3, name: 'python3', exec: true },
      { kind: 'comm', at: 1500, pid: 20, tid: 21, cpu: 3, name: 'python3', exec: false },
      { kind: 'lost', at: 1500, cpu: 3, count: 99 },
    ]);
  });

  it('stops at bytes that are no record', () => {
    const good = record(14, 0, none, by);
    expect(parse(good, Buffer.alloc(40))).toHaveLength(1);
    expect(parse(good, good.subarray(0, 20))).toHaveLength(1);
  });
});

describe('onlineCpus', () => {
  it.each([
    ['0\n', [0]],
    ['0-3\n', [0, 1, 2, 3]],
    ['0-1,4,6-7', [0, 1, 4, 6, 7]],
  ])('reads %j', (text, cpus) => expect(onlineCpus(text)).toEqual(cpus));
});

describe('gilRanges', () => {
  it('are the writable data of python, and the anonymous memory right behind it', () => {
    const maps = [
      '00400000-00401000 r--p 00000000 fe:00 1 /usr/bin/python3.11',
      '00600000-00700000 rw-p 00200000 fe:00 1 /usr/bin/python3.11',
      '00700000-00710000 rw-p 00000000 00:00 0 ',
      '01000000-02000000 rw-p 00000000 00:00 0 [heap]',
      '7f0000000000-7f0000001000 rw-p 00000000 fe:00 2 /usr/lib/libc.so.6',
      '7f0000001000-7f0000002000 rw-p 00000000 00:00 0 ',
      '7f1000000000-7f1000001000 rw-p 00000000 fe:00 3 /opt/lib/libpython3.13.so.1.0',
    ].join('\n');
    expect(gilRanges(maps)).toEqual([
      [0x600000n, 0x700000n],
      [0x700000n, 0x710000n],
      [0x7f1000000000n, 0x7f1000001000n],
    ]);
  });
});
