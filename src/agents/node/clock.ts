import fs from 'node:fs';
import { performance } from 'node:perf_hooks';

/** Times are Nanos of the run. Both ways start from the functions as they are now: a test may replace them later. */
export interface Clock {
  now(): number;
  /** Of a time on Node's own axis, ms since the thread began: what a `PerformanceEntry` holds. */
  fromMs(ms: number): number;
  /** Of a time on CLOCK_MONOTONIC in µs, as V8 tells it. */
  fromMonotonicUs(us: number): number;
}

/** `performance.now()` and not `hrtime.bigint()`: the same clock without a BigInt (40 against 100 ns). */
export function clockSince(epochNs: string, recorderOffsetNs: string): Clock {
  const milliseconds = performance.now.bind(performance);
  const start = BigInt(epochNs) + monotonicOffset() - BigInt(recorderOffsetNs);
  const epoch = Number(start);
  const origin = originOf(milliseconds, () => Number(process.hrtime.bigint() - start));
  return {
    now: () => origin + milliseconds() * 1e6,
    fromMs: (ms) => origin + ms * 1e6,
    fromMonotonicUs: (us) => us * 1e3 - epoch,
  };
}

const tries = 5;

/** How far CLOCK_MONOTONIC is ahead in this process's time namespace, ns (time_namespaces(7)). */
function monotonicOffset(): bigint {
  try {
    const told = fs.readFileSync('/proc/self/timens_offsets', 'utf8');
    const [, seconds, nanoseconds] = /^monotonic\s+(-?\d+)\s+(\d+)/m.exec(told) ?? [];
    return BigInt(seconds ?? 0) * 1_000_000_000n + BigInt(nanoseconds ?? 0);
  } catch {
    return 0n;
  }
}

/** What the one clock says when the other is at 0: from the try that was interrupted least, since threads are compared. */
function originOf(milliseconds: () => number, nanoseconds: () => number): number {
  let best = Number.POSITIVE_INFINITY;
  let origin = 0;
  for (let count = 0; count < tries; count++) {
    const before = milliseconds();
    const at = nanoseconds();
    const after = milliseconds();
    if (after - before >= best) continue;
    best = after - before;
    origin = at - (before + after) * 0.5e6;
  }
  return origin;
}
