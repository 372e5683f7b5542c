/** Nanoseconds since the start of a run, on CLOCK_MONOTONIC. A double holds them exactly up to 104 days. */
export type Nanos = number & { readonly __unit: 'nanos' };

export const nanos = (value: number): Nanos => value as Nanos;
export const nanosFromMs = (ms: number): Nanos => (ms * 1e6) as Nanos;
export const msFromNanos = (time: number): number => time / 1e6;
