import type { Workload } from './workload';
import { primes } from './primes';

/** In the order they are offered. A new workload is a file of its own and a line here. */
export const workloads: readonly Workload[] = [primes];

export const workloadById = (id: string): Workload | undefined => workloads.find((workload) => workload.id === id);
