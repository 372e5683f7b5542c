/*
 * Records of a ring (linux/perf_event.h), those that are looked at:
 *
 *   header: type u32 | misc u16 | size u16
 *   SWITCH  (14)  nothing
 *   FORK (7), EXIT (4)   pid u32 | parent pid u32 | tid u32 | parent tid u32 | time u64
 *   COMM     (3)  pid u32 | tid u32 | name, ended by 0
 *   LOST     (2)  id u64 | how many u64
 *   trailer: pid u32 | tid u32 | time u64 | cpu u32 | reserved u32
 */
export const recordTypes = { lost: 2, comm: 3, exit: 4, fork: 7, switch: 14 } as const;
const headerBytes = 8;
const trailerBytes = 24;

/** Bits of `misc`. */
const switchOut = 0x2000;
const switchOutPreempted = 0x4000;
const commExec = 0x2000;

/** Times: CLOCK_MONOTONIC, ns after the epoch. */
export type SchedulerRecord =
  | {
      readonly kind: 'switch';
      readonly at: number;
      readonly pid: number;
      readonly tid: number;
      readonly cpu: number;
      readonly to: 'running' | 'runnable' | 'blocked';
    }
  | {
      readonly kind: 'fork';
      readonly at: number;
      readonly pid: number;
      readonly tid: number;
      readonly parentPid: number;
      readonly parentTid: number;
    }
  | { readonly kind: 'exit'; readonly at: number; readonly pid: number; readonly tid: number }
  | {
      readonly kind: 'comm';
      readonly at: number;
      readonly pid: number;
      readonly tid: number;
      readonly cpu: number;
      readonly name: string;
      /** It has just executed another program, so it is running. */
      readonly exec: boolean;
    }
  | {
      /** Between these times records of a CPU may be missing. */
      readonly kind: 'lost';
      readonly at: number;
      readonly until: number;
      readonly cpu: number;
      /** 0: how many is told later. */
      readonly count: number;
    };

export interface Span {
  readonly from: number;
  readonly until: number;
}

/**
 * @param bytes whole records of one CPU
 * @param epoch ns of CLOCK_MONOTONIC
 * @param lossSpan where a loss lies that is told of here
 * @returns time of the last record; null: there is none
 */
export function parseRecords(bytes: Buffer, epoch: number, lossSpan: Span, into: SchedulerRecord[]): number | null {
  let last: number | null = null;
  const words = wordsOf(bytes);
  for (let at = 0; at + headerBytes <= bytes.length;) {
    const word = at >>> 2;
    const size = words[word + 1]! >>> 16;
    if (size < headerBytes || at + size > bytes.length) break;
    const isSwitch = words[word] === recordTypes.switch && size === headerBytes + trailerBytes;
    const record = isSwitch ? switchAt(words, word, epoch) : recordAt(bytes, at, at + size, epoch);
    at += size;
    if (record === null) continue;
    last = record.at;
    into.push(record.kind === 'lost' ? { ...record, at: lossSpan.from, until: lossSpan.until } : record);
  }
  return last;
}

/** Records are a multiple of 8 bytes long; a ring is read into memory of its own, which begins where a word may. */
function wordsOf(bytes: Buffer): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >>> 2);
}

/** Nearly all records are of switches, up to a million a second: no call for each of their fields. */
function switchAt(words: Uint32Array, word: number, epoch: number): SchedulerRecord {
  const misc = words[word + 1]! & 0xffff;
  return {
    kind: 'switch',
    at: words[word + 4]! + words[word + 5]! * 2 ** 32 - epoch,
    pid: words[word + 2]!,
    tid: words[word + 3]!,
    cpu: words[word + 6]!,
    to: directionOf(misc),
  };
}

const directionOf = (misc: number): 'running' | 'blocked' | 'runnable' =>
  (misc & switchOut) === 0 ? 'running' : (misc & switchOutPreempted) === 0 ? 'blocked' : 'runnable';

function recordAt(bytes: Buffer, start: number, end: number, epoch: number): SchedulerRecord | null {
  const trailer = end - trailerBytes;
  if (trailer < start + headerBytes) return null;
  const misc = bytes.readUInt16LE(start + 4);
  const at = bytes.readUInt32LE(trailer + 8) + bytes.readUInt32LE(trailer + 12) * 2 ** 32 - epoch;
  const cpu = bytes.readUInt32LE(trailer + 16);
  const body = start + headerBytes;
  switch (bytes.readUInt32LE(start)) {
    case recordTypes.switch: {
      const [pid, tid] = [bytes.readUInt32LE(trailer), bytes.readUInt32LE(trailer + 4)];
      return { kind: 'switch', at, pid, tid, cpu, to: directionOf(misc) };
    }
    case recordTypes.fork: {
      const [pid, parentPid, tid, parentTid] = [0, 4, 8, 12].map((offset) => bytes.readUInt32LE(body + offset));
      return { kind: 'fork', at, pid: pid!, tid: tid!, parentPid: parentPid!, parentTid: parentTid! };
    }
    case recordTypes.exit:
      return { kind: 'exit', at, pid: bytes.readUInt32LE(body), tid: bytes.readUInt32LE(body + 8) };
    case recordTypes.comm: {
      const zero = bytes.indexOf(0, body + 8);
      const name = bytes.toString('utf8', body + 8, Math.min(zero < 0 ? trailer : zero, trailer));
      const exec = (misc & commExec) !== 0;
      return { kind: 'comm', at, pid: bytes.readUInt32LE(body), tid: bytes.readUInt32LE(body + 4), cpu, name, exec };
    }
    case recordTypes.lost:
      return { kind: 'lost', at, until: at, cpu, count: Number(bytes.readBigUInt64LE(body + 8)) };
    default:
      return null;
  }
}
