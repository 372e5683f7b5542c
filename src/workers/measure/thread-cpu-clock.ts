/*
 * CPU time of the calling thread, in nanoseconds, cumulative.
 *
 * Node has `process.threadCpuUsage` from 23.9 on (µs). Before that, on Linux, `clock_gettime(CLOCK_THREAD_CPUTIME_ID)`
 * through koffi: 0.4–0.6 µs a call, 12 ms to load, the same in Electron's utilityProcess and in worker threads.
 * Anywhere else it can't be read, and is NaN.
 */
import { createRequire } from 'node:module';

export type ThreadCpuClock = () => number;

export interface ThreadCpu {
  readonly now: ThreadCpuClock;
  /** For `ThreadHello.threadCpu`. */
  readonly source: 'clock' | null;
}

const unknown: ThreadCpu = { now: () => Number.NaN, source: null };

/** To be called in the thread whose time is wanted; never throws. */
export function openThreadCpu(): ThreadCpu {
  const usage: unknown = Reflect.get(process, 'threadCpuUsage');
  if (typeof usage === 'function') return ofNode(usage as () => NodeJS.CpuUsage);
  if (process.platform !== 'linux') return unknown;
  try {
    return { now: ofLinux(), source: 'clock' };
  } catch {
    return unknown;
  }
}

function ofNode(usage: () => NodeJS.CpuUsage): ThreadCpu {
  const now = (): number => {
    const { user, system } = usage.call(process);
    return (user + system) * 1000;
  };
  return { now, source: 'clock' };
}

const CLOCK_THREAD_CPUTIME_ID = 3;

function ofLinux(): ThreadCpuClock {
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi');
  const gettime = koffi.load(null).func('int clock_gettime(int clock, void *time)');
  // struct timespec on 64-bit Linux: two int64. As 32-bit halves, since reading a BigInt would allocate.
  const words = new Int32Array(4);
  const read = (): number => {
    gettime(CLOCK_THREAD_CPUTIME_ID, words);
    return words[0]! * 1e9 + words[2]!;
  };
  if (gettime(CLOCK_THREAD_CPUTIME_ID, words) !== 0) throw new Error('clock_gettime refused');
  return read;
}
