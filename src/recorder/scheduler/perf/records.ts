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

export type SwitchedTo = 'running' | 'runnable' | 'blocked';

/** What the kernel tells of but for switches. Times: CLOCK_MONOTONIC, ns after the epoch. */
export type SchedulerRecord =
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

/** Who takes records, in order of time. Nearly all are of switches, up to a million a second: there is no object for each. */
export interface RecordTaker {
  switched(at: number, pid: number, tid: number, cpu: number, to: SwitchedTo): void;
  take(record: SchedulerRecord): void;
}

/** Goes through whole records of one CPU, one by one. */
export class RecordCursor {
  readonly #bytes: Buffer;
  readonly #words: Uint32Array;
  readonly #epoch: number;
  #start = 0;
  #end = 0;
  /** Time of the record it is on; ns after the epoch. */
  at = 0;

  /**
   * @param bytes they begin where a word may
   * @param epoch ns of CLOCK_MONOTONIC
   */
  constructor(bytes: Buffer, epoch: number) {
    this.#bytes = bytes;
    this.#words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
    this.#epoch = epoch;
  }

  /** Goes to the next record that is looked at; false: there is none. */
  next(): boolean {
    for (;;) {
      const start = this.#end;
      if (start + headerBytes > this.#bytes.length) return false;
      const size = this.#words[(start >>> 2) + 1]! >>> 16;
      if (size < headerBytes || start + size > this.#bytes.length) return false;
      this.#start = start;
      this.#end = start + size;
      if (!looked.has(this.#words[start >>> 2]!) || size < headerBytes + trailerBytes) continue;
      const time = (this.#end - trailerBytes + 8) >>> 2;
      this.at = this.#words[time]! + this.#words[time + 1]! * 2 ** 32 - this.#epoch;
      return true;
    }
  }

  get isLoss(): boolean {
    return this.#words[this.#start >>> 2] === recordTypes.lost;
  }

  /** Hands on the record it is on. @param span where a loss lies that is told of here */
  handOn(taker: RecordTaker, span: Span): void {
    const words = this.#words;
    const word = this.#start >>> 2;
    if (words[word] !== recordTypes.switch) return taker.take(this.#record(words[word]!, span));
    const trailer = (this.#end - trailerBytes) >>> 2;
    const misc = words[word + 1]! & 0xffff;
    const to = (misc & switchOut) === 0 ? 'running' : (misc & switchOutPreempted) === 0 ? 'blocked' : 'runnable';
    taker.switched(this.at, words[trailer]!, words[trailer + 1]!, words[trailer + 4]!, to);
  }

  #record(type: number, { from, until }: Span): SchedulerRecord {
    const bytes = this.#bytes;
    const { at } = this;
    const body = this.#start + headerBytes;
    const trailer = this.#end - trailerBytes;
    const cpu = bytes.readUInt32LE(trailer + 16);
    switch (type) {
      case recordTypes.fork: {
        const [pid, parentPid, tid, parentTid] = [0, 4, 8, 12].map((offset) => bytes.readUInt32LE(body + offset));
        return { kind: 'fork', at, pid: pid!, tid: tid!, parentPid: parentPid!, parentTid: parentTid! };
      }
      case recordTypes.exit:
        return { kind: 'exit', at, pid: bytes.readUInt32LE(body), tid: bytes.readUInt32LE(body + 8) };
      case recordTypes.comm: {
        const zero = bytes.indexOf(0, body + 8);
        const name = bytes.toString('utf8', body + 8, Math.min(zero < 0 ? trailer : zero, trailer));
        const exec = (bytes.readUInt16LE(this.#start + 4) & commExec) !== 0;
        return { kind: 'comm', at, pid: bytes.readUInt32LE(body), tid: bytes.readUInt32LE(body + 4), cpu, name, exec };
      }
      default:
        return { kind: 'lost', at: from, until, cpu, count: Number(bytes.readBigUInt64LE(body + 8)) };
    }
  }
}

const looked: ReadonlySet<number> = new Set(Object.values(recordTypes));

/** ns after the epoch. */
export interface Span {
  readonly from: number;
  readonly until: number;
}
