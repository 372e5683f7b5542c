import { readFileSync } from 'node:fs';
import { libc } from './libc';
import { openEvent, PerfRefusal, writeToRingOf } from './open-event';
import { CpuRecords } from './cpu-records';
import type { SchedulerRecord } from './records';
import { Ring } from './ring';

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

/** Context switches of threads and all that they make, in order of time. One ring a CPU. */
export class PerfSource {
  readonly #cpus = new Map<number, CpuRecords>();
  /** Events that write to another one's ring. */
  readonly #files: number[] = [];
  readonly #epoch: number;
  #waiting: SchedulerRecord[] = [];
  readonly #mostPages: number;
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

  /** Everything up to here has been read; ns after the epoch. */
  get horizon(): number {
    return this.#horizon;
  }

  /**
   * What has happened up to a moment before now; the rest waits, since another CPU's ring may hold something earlier.
   *
   * @param all also the last of it: nothing more will come
   */
  read(all = false): SchedulerRecord[] {
    const now = this.#now();
    let records = this.#waiting;
    for (const cpu of this.#cpus.values()) cpu.read(this.#now, records);
    if (this.#startAt > this.#horizon) records = records.filter(({ at }) => at >= this.#startAt);
    // Each ring is in order: merging runs is what this sort is good at.
    records.sort((a, b) => a.at - b.at);
    if (all) {
      this.#waiting = [];
      this.#horizon = now;
      return records;
    }
    this.#horizon = now - slackNs;
    let count = records.length;
    while (count > 0 && records[count - 1]!.at > this.#horizon) count--;
    this.#waiting = records.slice(count);
    records.length = count;
    return records;
  }

  close(): void {
    for (const file of this.#files.splice(0)) libc().close(file);
    for (const cpu of this.#cpus.values()) cpu.close();
    this.#cpus.clear();
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
        this.#cpus.set(
          cpu,
          new CpuRecords(cpu, new Ring(file, pages, pages <= surePages ? fewestPages : pages), this.#epoch),
        );
        continue;
      }
      this.#files.push(file);
      writeToRingOf(file, known.file);
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
