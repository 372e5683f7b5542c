import { nanos, type Nanos } from '../../core/base/nanos';

/** Now, in nanoseconds since the run's t = 0. */
export type Clock = () => Nanos;

/** @param epochNs the run's t = 0 on CLOCK_MONOTONIC, as a decimal string: the same in every process of the run. */
export function clockSince(epochNs: string): Clock {
  const epoch = BigInt(epochNs);
  return () => nanos(Number(process.hrtime.bigint() - epoch));
}
