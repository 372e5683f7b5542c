import { describe, expect, it } from 'vitest';
import { CpuRecords } from '../../../../src/recorder/scheduler/perf/cpu-records';
import { onlineCpus } from '../../../../src/recorder/scheduler/perf/perf-source';
import { RecordCursor, type RecordTaker, type SchedulerRecord } from '../../../../src/recorder/scheduler/perf/records';
import { isFull } from '../../../../src/recorder/scheduler/perf/ring-reader';
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
interface Taken {
  readonly kind: string;
  readonly at: number;
}

function collect(): { readonly taker: RecordTaker; readonly taken: Taken[] } {
  const taken: Taken[] = [];
  const taker: RecordTaker = {
    switched: (at, pid, tid, cpu, to) => taken.push({ kind: 'switch', at, pid, tid, cpu, to } as Taken),
    take: (record: SchedulerRecord) => taken.push(record),
  };
  return { taker, taken };
}

function parse(...records: readonly Buffer[]): readonly Taken[] {
  const { taker, taken } = collect();
  const cursor = new RecordCursor(aligned(records), epoch);
  while (cursor.next()) cursor.handOn(taker, { from: 1000, until: 1100 });
  return taken;
}

/** As a ring gives them: they begin where a word may. */
function aligned(records: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(records);
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(copy);
  return copy;
}
const by = [7, 8, epoch + 1500, 3];

describe('RecordCursor', () => {
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
      { kind: 'lost', at: 1000, until: 1100, cpu: 3, count: 99 },
    ]);
  });

  it('stops at bytes that are no record', () => {
    const good = record(14, 0, none, by);
    expect(parse(good, Buffer.alloc(40))).toHaveLength(1);
    expect(parse(good, good.subarray(0, 20))).toHaveLength(1);
  });
});

describe('CpuRecords', () => {
  const lost = (count: number, time: number) =>
    record(2, 0, Buffer.concat([Buffer.alloc(8), words(count, 0)]), [7, 8, epoch + time, 3]);
  const [at1500, at1900] = [by, [7, 8, epoch + 1900, 3]].map((trailer) => record(14, 0, none, trailer));

  /** One reading for each buffer, the first from 10,000 to 10,100, the next 10,000 later. */
  function read(size: number, ...drained: readonly Buffer[]) {
    let clock = 9900;
    const cpu = new CpuRecords(3, epoch);
    return drained.map((records) => {
      const span = { from: (clock += 100), until: (clock += 100) };
      if (records.length > 0) cpu.add({ bytes: aligned([records]), span, isFull: isFull(records.length, size) });
      clock += 9800;
      const { taker, taken } = collect();
      while (cpu.nextAt < Infinity) cpu.handOn(taker);
      expect(cpu.waiting).toBe(0);
      return taken.filter(({ kind }) => kind === 'lost');
    });
  }

  it('a full ring has lost what came after its last record, until it was read; how much is told with the next record', () => {
    const full = Buffer.concat([...Array<Buffer>(9).fill(at1500!), at1900!]);
    expect(read(full.length + 103, full, Buffer.concat([lost(9, 30_000), at1900!]), at1900!)).toEqual([
      [{ kind: 'lost', at: 1900, until: 10_100, cpu: 3, count: 0 }],
      [{ kind: 'lost', at: 20_000, until: 20_000, cpu: 3, count: 9 }],
      [],
    ]);
  });

  it('one that became full while it was read has lost what came in that time', () => {
    const none = Buffer.alloc(0);
    expect(read(4096, at1500!, none, lost(2, 50_000))).toEqual([
      [],
      [],
      [{ kind: 'lost', at: 10_000, until: 10_100, cpu: 3, count: 2 }],
    ]);
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

  it('are nowhere in a build without the GIL', () => {
    const maps = ['/usr/bin/python3.14t', '/opt/lib/libpython3.13t.so.1.0', '/opt/bin/python3.13td']
      .map((file) => `00600000-00700000 rw-p 00200000 fe:00 1 ${file}\n00700000-00710000 rw-p 00000000 00:00 0 `)
      .join('\n');
    expect(gilRanges(maps)).toEqual([]);
  });
});
