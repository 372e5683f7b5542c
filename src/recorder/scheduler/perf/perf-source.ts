import { existsSync, readFileSync } from 'node:fs';
import { libc } from './libc';
import { openEvent, PerfRefusal, writeToRingOf } from './open-event';
import { CpuRecords } from './cpu-records';
import type { RecordTaker } from './records';
import { DrainThread, drainEntry } from './drain-thread';
import { mostWaitingBytes } from './drain-task';
import { Ring } from './ring';
import { RingReader } from './ring-reader';

/**
 * Rings of 4 MiB hold what a CPU tells in half a second at the worst (240,000 records a second), if the recorder has no turn
 * for so long; all together no more than 64 MiB.
 */
const usualMostPages = 1024;
const mostPagesInAll = 16_384;
/** Of this many a CPU the kernel is sure to have room for one recording of a user (`perf_event_mlock_kb`). */
const surePages = 128;
const fewestPages = 8;
/** A record is in its ring within this after its time. */
const slackNs = 1e6;
/**
 * It is time that a thread of its own looks after the rings when one of so many parts of a ring was full when it was read, or
 * when it would be full within so long: the recorder's own thread may be away for that.
 */
const alarmingPart = 4;
const alarmingNs = 100e6;

/** In less than this a few records look like a storm. */
const leastPassedNs = 2e6;

interface Cpu {
  readonly ring: Ring;
  readonly reader: RingReader;
  readonly records: CpuRecords;
}

/** Context switches of threads and all that they make, in order of time. One ring a CPU. */
export class PerfSource {
  readonly #cpus = new Map<number, Cpu>();
  #thread: DrainThread | null = null;
  #withoutThread = false;
  /** Events that write to another one's ring. */
  readonly #files: number[] = [];
  readonly #epoch: number;
  readonly #mostPages: number;
  #drainedAt = 0;
  #horizon = 0;
  #startAt = -Infinity;

  /**
   * @param epochNs CLOCK_MONOTONIC, ns: times are relative to it
   * @param mostPages of a ring, a power of two
   */
  constructor(epochNs: bigint, mostPages = usualMostPages) {
    this.#epoch = Number(epochNs);
    this.#mostPages = mostPages;
  }

  /** A process that has not executed its program yet: recording begins when it does. @throws {PerfRefusal} */
  openOnExec(pid: number): void {
    this.#openLargest(pid, true);
  }

  /**
   * A thread that runs already: recording begins now.
   *
   * @returns false: it has ended
   * @throws {PerfRefusal}
   */
  openNow(tid: number): boolean {
    try {
      if (this.#cpus.size === 0) this.#openLargest(tid, false);
      else this.#open(tid, false, surePages);
      return true;
    } catch (error) {
      if (error instanceof PerfRefusal && error.code === 'ESRCH') return false;
      throw error;
    }
  }

  /** What was before is not wanted: not everything had been opened. */
  startAt(at: number): void {
    this.#startAt = at;
  }

  /** Everything up to here has been handed on; ns after the epoch. */
  get horizon(): number {
    return this.#horizon;
  }

  /** Takes what has happened out of the rings: quick, and to be done before they are full. */
  drain(): void {
    const waiting = this.#waiting();
    if (this.#thread?.isOver === true) {
      // One that can't run here is not tried again and again.
      this.#withoutThread = this.#thread.hasFailed;
      this.#endThread();
    }
    if (this.#thread?.isReady === true) this.#thread.takeOver();
    this.#thread?.waiting(waiting);
    if (this.#thread?.isDraining === true || waiting > mostWaitingBytes) return;
    const since = this.#drainedAt;
    const part = this.#readRings();
    const passed = Math.max(this.#drainedAt - since, leastPassedNs);
    if (part * alarmingPart > 1 || part * alarmingNs > passed) this.#startThread();
  }

  /**
   * Hands on what was drained, in order of time, up to a moment before that: the rest waits, since another CPU's ring may
   * get something earlier.
   *
   * @param most this many records at once
   * @param all also the last of it: nothing more will come
   * @returns whether there is more that could be handed on now
   */
  handOn(taker: RecordTaker, most: number, all = false): boolean {
    const limit = all ? Number.MAX_VALUE : this.#drainedAt - slackNs;
    if (all) {
      this.#endThread();
      this.#readRings();
    }
    const cpus = [...this.#cpus.values()].map(({ records }) => records);
    let left = most;
    for (;;) {
      let first: CpuRecords | null = null;
      let firstAt = Infinity;
      let secondAt = Infinity;
      for (const cpu of cpus) {
        if (cpu.nextAt < firstAt) {
          secondAt = firstAt;
          first = cpu;
          firstAt = cpu.nextAt;
        } else if (cpu.nextAt < secondAt) secondAt = cpu.nextAt;
      }
      if (first === null || firstAt > limit || left <= 0) {
        const isMore = first !== null && firstAt <= limit;
        this.#horizon = Math.max(this.#horizon, isMore ? firstAt : all ? this.#drainedAt : limit);
        return isMore;
      }
      const until = Math.min(secondAt, limit);
      do {
        if (first.nextAt < this.#startAt) first.skip();
        else first.handOn(taker);
        left--;
      } while (first.nextAt <= until && left > 0);
    }
  }

  close(): void {
    this.#endThread();
    for (const file of this.#files.splice(0)) libc().close(file);
    for (const { ring } of this.#cpus.values()) ring.close();
    this.#cpus.clear();
  }

  #waiting(): number {
    let bytes = 0;
    for (const { records } of this.#cpus.values()) bytes += records.waiting;
    return bytes;
  }

  /** @returns the largest part of a ring that was full */
  #readRings(): number {
    this.#drainedAt = this.#now();
    let most = 0;
    for (const { ring, reader, records } of this.#cpus.values()) {
      const reading = reader.read(this.#now);
      if (reading === null) continue;
      records.add(reading);
      most = Math.max(most, reading.bytes.length / ring.place.size);
    }
    return most;
  }

  #startThread(): void {
    if (this.#thread !== null || this.#withoutThread || !existsSync(drainEntry)) return;
    const cpus = [...this.#cpus.values()];
    this.#thread = new DrainThread(
      cpus.map(({ ring }) => ring.place),
      this.#epoch,
      ({ at, readings }) => {
        this.#drainedAt = at;
        for (const { ring, bytes, span, isFull } of readings) {
          cpus[ring]!.records.add({ bytes: Buffer.from(bytes), span, isFull });
        }
      },
    );
  }

  #endThread(): void {
    this.#thread?.stop();
    this.#thread = null;
  }

  readonly #now = (): number => Number(process.hrtime.bigint()) - this.#epoch;

  /** All rings are of one size: the largest that there is room for. */
  #openLargest(tid: number, onExec: boolean): void {
    const share = Math.max(surePages, mostPagesInAll / 2 ** Math.ceil(Math.log2(onlineCpus().length)));
    for (let pages = Math.min(this.#mostPages, share); ; pages /= 2) {
      try {
        return this.#open(tid, onExec, pages);
      } catch (error) {
        this.close();
        if (pages <= surePages || !(error instanceof PerfRefusal) || error.step !== 'mmap') throw error;
      }
    }
  }

  #open(tid: number, onExec: boolean, pages: number): void {
    for (const cpu of onlineCpus()) {
      const file = openEvent(tid, cpu, onExec);
      const known = this.#cpus.get(cpu);
      if (known === undefined) {
        const ring = new Ring(file, pages, pages <= surePages ? fewestPages : pages);
        const records = new CpuRecords(cpu, this.#epoch);
        this.#cpus.set(cpu, { ring, reader: new RingReader(ring.place), records });
        continue;
      }
      this.#files.push(file);
      writeToRingOf(file, known.ring.file);
    }
  }
}

/** `0-3,8` of /sys. */
export function onlineCpus(list = readFileSync('/sys/devices/system/cpu/online', 'utf8')): number[] {
  return list
    .trim()
    .split(',')
    .flatMap((part) => {
      const [from, to = from] = part.split('-').map(Number);
      return Array.from({ length: to! - from! + 1 }, (_, index) => from! + index);
    });
}
