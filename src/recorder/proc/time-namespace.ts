import { readProcLine } from './proc-file';

/** How far CLOCK_MONOTONIC is ahead in this process's time namespace, ns (time_namespaces(7)); 0n where there are none. */
export function monotonicOffset(told = readProcLine('/proc/self/timens_offsets')): bigint {
  const [, seconds, nanoseconds] = /^monotonic\s+(-?\d+)\s+(\d+)/m.exec(told ?? '') ?? [];
  return BigInt(seconds ?? 0) * 1_000_000_000n + BigInt(nanoseconds ?? 0);
}
