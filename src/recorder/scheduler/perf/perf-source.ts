import { readFileSync } from 'node:fs';
import { openEvent, PerfRefusal } from './open-event';
import { parseRecords, type SchedulerRecord } from './records';
import { Ring } from './ring';

/** 512 KiB a CPU: nothing is lost at 480,000 records a second that are read every 20 ms. */
const ringPages = 128;
/** A record is in its ring within this after its time. */
const slackNs = 1e6;

/** Context switches of a process and all that it makes, in order of time. */
export class PerfSource {
  readonly #rings: readonly Ring[];
  readonly #epoch: number;
  #waiting: SchedulerRecord[] = [];
  #horizon = 0;

  /**
   * @param pids processes, or all threads of a running one: what they make later is followed
   * @param epochNs CLOCK_MONOTONIC, ns: times are relative to it
   * @param onExec recording begins when the process executes its program
   * @throws {PerfRefusal}
   */
  constructor(pids: readonly number[], epochNs: bigint, onExec: boolean) {
    this.#epoch = Number(epochNs);
    const rings: Ring[] = [];
    try {
      for (const pid of pids) {
        for (const cpu of onlineCpus()) rings.push(new Ring(openEvent(pid, cpu, onExec), ringPages));
      }
    } catch (error) {
      for (const ring of rings) ring.close();
      throw error;
    }
    this.#rings = rings;
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
    const now = Number(process.hrtime.bigint()) - this.#epoch;
    const records = this.#waiting;
    for (const ring of this.#rings) parseRecords(ring.drain(), this.#epoch, records);
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
    for (const ring of this.#rings) ring.close();
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

export { PerfRefusal };
